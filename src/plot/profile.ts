import { requireResult } from "../errors.js";
import { counted, percent, readable } from "../readable.js";
import type { Profile } from "../target/profile.js";
import { type Figure, figure, type Trace } from "./figure.js";
import { axis, baseLayout, dashes, diverging, grey, palette, segmentColor, segmentSymbol, userText } from "./theme.js";

/** What the plots read of a profile. */
type Described = Pick<Profile, "columns" | "segments" | "all">;

/** Colors end at a quarter and at four times the average: beyond that, more is just "much". */
const reach = 2;

/**
 * How segments differ from the average customer. `kind: "heat"` (the default) is a table: segments in rows with their size, features in
 * columns, each cell with the segment's mean and its lift (mean of the segment / mean of all), colored by the lift on a logarithmic
 * scale, so that half and double are equally strong. `kind: "snake"` draws a line per segment across the features: the distance of
 * the segment's mean from the mean of all, in standard deviations of the segment means (weighted by size), which makes features of
 * different units comparable; where a segment has no value of a feature, its line has a gap.
 *
 * A lift misleads where the mean of all is near zero, or means may be negative: such cells stay white and say "no lift". Means are pulled by
 * few large customers; compare the medians in the profile.
 *
 * @throws RangeError where the profile has no segments or no columns, or `kind` is neither "heat" nor "snake".
 *
 * @example
 * const customers = toTable([
 *   { customer: "a", orders: 1 },
 *   { customer: "b", orders: 2 },
 *   { customer: "c", orders: 12 },
 * ]);
 * const points = matrixOf({ orders: [1, 2, 12] }, ["a", "b", "c"]);
 * const segments = await kmeans(points, { k: 2, seed: 1 });
 * console.log(plot.profile(profile(customers, segments)).title); // How 2 segments differ from the average customer
 */
export function profile(profile: Described, { kind = "heat" }: { kind?: "heat" | "snake" } = {}): Figure {
  requireResult(profile, "segments", "profile");
  if (kind !== "heat" && kind !== "snake")
    throw new RangeError(`expected kind "heat" or "snake", got ${JSON.stringify(kind)}`);
  if (profile.segments.length === 0 || profile.columns.length === 0)
    throw new RangeError(
      `expected a profile of at least one segment and one column, got ${profile.segments.length} and ${profile.columns.length}`,
    );
  return kind === "heat" ? heat(profile) : snake(profile);
}

function titleOf({ segments }: Described): string {
  if (segments.every(({ label }) => label < 0)) return "No segment: all customers are noise";
  return `How ${groupsOf(segments)} differ${segments.length === 1 ? "s" : ""} from the average customer`;
}

/** How many there are; noise is not one of them. */
function groupsOf(segments: Described["segments"]): string {
  const found = segments.filter(({ label }) => label >= 0).length;
  return `${counted(found, "segment")}${found < segments.length ? " and the noise" : ""}`;
}

function heat(profile: Described): Figure {
  const { columns, segments } = profile;
  const lifted = (lift: number | undefined) => lift !== undefined && Number.isFinite(lift) && lift >= 0;
  const shade = (lift: number) => Math.max(-reach, Math.min(reach, Math.log2(lift)));
  const z = segments.map(({ lift }) => columns.map((c) => (lifted(lift[c]) ? shade(lift[c]!) : 0)));
  const text = segments.map(({ mean, lift }) =>
    columns.map(
      (c) => `${readable(mean[c] ?? Number.NaN)}<br>${lifted(lift[c]) ? `×${readable(lift[c]!, 2)}` : "no lift"}`,
    ),
  );
  const title = titleOf(profile);
  const longest = Math.max(...columns.map((column) => Math.min(24, column.length)));
  const width = Math.min(
    1400,
    Math.max(760, 330 + columns.length * Math.max(72, columns.length > 8 ? 0 : longest * 6)),
  );
  const rows = segments.map(({ label }) => label);
  return figure({
    title,
    alt: describe(profile),
    width,
    height: Math.max(360, 190 + segments.length * 46),
    data: [
      {
        type: "heatmap",
        x: columns.map((_, j) => j),
        y: rows.map((_, i) => i),
        z,
        text,
        texttemplate: "%{text}",
        // Six characters, about three times as wide as the font is high, fit their cell in the 600 pixels that a report leaves.
        textfont: { size: Math.min(12, Math.max(8, Math.floor(190 / columns.length))) },
        customdata: segments.map(({ name, mean }) =>
          columns.map((c) => [
            userText(name, 60),
            userText(c, 60),
            readable(mean[c] ?? Number.NaN, 4),
            readable(profile.all.mean[c] ?? Number.NaN, 4),
          ]),
        ),
        hovertemplate:
          "%{customdata[0]}<br>%{customdata[1]}: mean %{customdata[2]}, all customers %{customdata[3]}<br>%{text}<extra></extra>",
        colorscale: diverging,
        zmin: -reach,
        zmax: reach,
        xgap: 2,
        ygap: 2,
        colorbar: {
          title: { text: "Lift<br>(segment mean /<br>mean of all)<br>&nbsp;", font: { size: 12 } },
          tickvals: [-2, -1, 0, 1, 2],
          ticktext: ["×¼ or less", "×½", "×1 (as all)", "×2", "×4 or more"],
          thickness: 16,
        },
      },
    ],
    layout: baseLayout(
      {
        title,
        subtitle: `Each cell: the segment's mean, and that mean as a multiple of the mean of all ${counted(profile.all.size, "customer")}.`,
        width,
      },
      {
        xaxis: axis("Feature", {
          type: "linear",
          tickvals: columns.map((_, j) => j),
          ticktext: columns.map((c) => userText(c, 28)),
          showgrid: false,
        }),
        yaxis: axis("Segment (customers, share)", {
          type: "linear",
          autorange: "reversed",
          tickvals: rows.map((_, i) => i),
          ticktext: segments.map(
            ({ name, size, share }) => `${userText(name, 44)}<br>${readable(size, 15)} (${percent(share)})`,
          ),
          showgrid: false,
        }),
      },
    ),
  });
}

function snake(profile: Described): Figure {
  const { columns, segments, all } = profile;
  const apart = (mean: { readonly [column: string]: number }, c: string) =>
    (mean[c] ?? Number.NaN) - (all.mean[c] ?? Number.NaN);
  const spread = columns.map((c) => {
    // A segment of which nothing is known in a feature must not erase the others.
    const known = segments.filter(({ mean }) => Number.isFinite(apart(mean, c)));
    const customers = known.reduce((sum, { size }) => sum + size, 0);
    const squares = known.reduce((sum, { size, mean }) => sum + size * apart(mean, c) ** 2, 0);
    return Math.sqrt(squares / Math.max(1, customers));
  });
  const distance = (mean: { readonly [column: string]: number }, j: number) => {
    const away = apart(mean, columns[j]!);
    if (!Number.isFinite(away)) return null;
    return spread[j]! > 0 ? Number((away / spread[j]!).toFixed(4)) : 0;
  };
  const title = titleOf(profile);
  const width = Math.min(1400, Math.max(860, 300 + columns.length * 80));
  const data = segments.map(
    ({ label, name, size, share, mean }): Trace => ({
      type: "scatter",
      mode: "lines+markers",
      name: `${userText(name, 44)} (${readable(size, 15)}, ${percent(share)})`,
      x: columns.map((_, j) => j),
      y: columns.map((_, j) => distance(mean, j)),
      customdata: columns.map((c) => [
        readable(mean[c] ?? Number.NaN, 4),
        readable(all.mean[c] ?? Number.NaN, 4),
        userText(c, 60),
      ]),
      hovertemplate:
        "%{customdata[2]}: mean %{customdata[0]}, all customers %{customdata[1]}<br>%{y:.2f} standard deviations<extra>%{fullData.name}</extra>",
      line: {
        color: segmentColor(label),
        width: 2,
        dash: dashes[Math.floor(Math.max(0, label) / palette.length) % dashes.length],
      },
      marker: {
        color: segmentColor(label),
        symbol: segmentSymbol(label),
        size: 9,
        line: { color: "#333333", width: 0.5 },
      },
    }),
  );
  return figure({
    title,
    alt: describe(profile),
    width,
    height: 480,
    data,
    layout: baseLayout(
      {
        title,
        subtitle: `A line per segment: how far its mean lies from the mean of all ${counted(all.size, "customer")} (line at 0).`,
        width,
      },
      {
        showlegend: true,
        legend: { title: { text: "<b>Segment (customers, share)</b>", font: { size: 12 } } },
        xaxis: axis("Feature", {
          type: "linear",
          tickvals: columns.map((_, j) => j),
          ticktext: columns.map((c) => userText(c, 28)),
        }),
        yaxis: axis("Distance from the mean of all<br>(standard deviations between segments)", {
          type: "linear",
          zeroline: true,
          zerolinecolor: grey,
          zerolinewidth: 1.5,
        }),
      },
    ),
  });
}

/** The strongest difference of each segment, in words. */
function describe({ columns, segments, all }: Described): string {
  const said = segments.slice(0, 12).map(({ name, size, share, mean, lift }) => {
    const strongest = columns
      .filter((c) => Number.isFinite(lift[c]) && lift[c]! > 0)
      .map((c) => ({ c, strength: Math.abs(Math.log2(lift[c]!)) }))
      .reduce<{ c: string; strength: number } | undefined>(
        (best, one) => (best === undefined || one.strength > best.strength ? one : best),
        undefined,
      );
    const most =
      strongest === undefined
        ? ""
        : `, most apart in ${strongest.c} (mean ${readable(mean[strongest.c]!)}, ×${readable(lift[strongest.c]!, 2)})`;
    return `${name}: ${counted(size, "customer")} (${percent(share)})${most}`;
  });
  const more = segments.length > 12 ? `; and ${segments.length - 12} more` : "";
  return `${groupsOf(segments)} of ${counted(all.size, "customer")} compared on ${counted(columns.length, "feature")} (${columns.slice(0, 12).join(", ")}${columns.length > 12 ? ", ..." : ""}). ${said.join("; ")}${more}.`;
}
