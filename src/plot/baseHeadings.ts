import type { Layout } from "./figure.js";

/** A row or column of a plot: one of its things, or, before those of a base, room for the base's name. */
export type Slot<T> = { readonly of: T } | { readonly heading: string };

/** Things in the order of their groups, with a heading before each group; without headings where there are no groups. */
export function withHeadings<T>(groups: readonly { readonly base: string; readonly of: readonly T[] }[]): Slot<T>[] {
  return groups.flatMap(({ base, of }) => [
    { heading: `${base.charAt(0).toUpperCase()}${base.slice(1)}` },
    ...of.map((one) => ({ of: one })),
  ]);
}

/** The names of bases in the rows that are left for them. */
export function headingLabels(slots: readonly Slot<unknown>[]): Layout[] {
  return slots.flatMap((slot, row) =>
    "heading" in slot
      ? [
          {
            text: `<b>${slot.heading}</b>`,
            xref: "x domain",
            yref: "y",
            x: 0,
            y: row,
            xanchor: "left",
            yanchor: "middle",
            showarrow: false,
            font: { size: 12 },
          },
        ]
      : [],
  );
}
