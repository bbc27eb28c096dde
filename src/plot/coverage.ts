import { requireResult } from "../errors.js";
import type { Id } from "../matrix.js";
import { counted, grouped, percent } from "../readable.js";
import type { CoverageRow, JoinedFeatures } from "../represent/joinFeatures.js";
import { type Figure, figure, type Layout, type Trace } from "./figure.js";
import { panelTitle } from "./panelTitle.js";
import { axis, baseLayout, ink, pale, palette, userText } from "./theme.js";

/** What the plot reads of joined features. */
type Covered = Pick<JoinedFeatures, "coverage" | "without">;

/** Combinations that are drawn one by one; the others are summed in one row. */
const mostCombinations = 12;

/** Customers that are known in the same parts. */
interface Combination {
  /** Places of the parts that know them. */
  readonly known: readonly number[];
  readonly customers: number;
}

/**
 * Who is known by what: above, the share of the customers that each part of the joined features knows; below, the combinations of parts, a row each with a
 * dot for every part that knows these customers, the most frequent first (an UpSet plot). Beyond twelve combinations the rest is summed.
 *
 * The title says how many are known in all parts: a segmentation that needs all of them sees these customers alone.
 *
 * When it misleads: a customer counts as known where a part has a row for them, even one in which nearly everything is missing. The whole is everybody of any part, and
 * customers in none of the files are not there.
 *
 * @param joined what `joinFeatures` returns.
 *
 * Source: Lex, Gehlenborg, Strobelt, Vuillemot and Pfister, UpSet, IEEE Transactions on Visualization and Computer Graphics 20 (2014).
 *
 * @example
 * const joined = joinFeatures({
 *   buys: [{ customer: "1", orders: 4 }, { customer: "2", orders: 1 }, { customer: "3", orders: 2 }],
 *   says: [{ customer: "3", trust: 5 }],
 * });
 * console.log(plot.coverage(joined).title); // Only 33 % of 3 customers are known in both parts
 */
export function coverage(joined: Covered): Figure {
  requireResult(joined, "coverage", "joinFeatures");
  const parts = joined.coverage.objects() as CoverageRow[];
  const total = parts[0]!.customers + parts[0]!.missing;
  const combinations = combinationsOf(
    parts.map(({ part }) => joined.without[part]!),
    total,
  );
  const drawn = combinations.slice(0, combinations.length > mostCombinations ? mostCombinations - 1 : undefined);
  const rest = combinations.slice(drawn.length);
  const complete = combinations.find(({ known }) => known.length === parts.length)?.customers ?? 0;
  const title = titleOf(parts.length, complete, total);
  const width = 820;

  const several = parts.length > 1;
  const above = Math.max(60, parts.length * 28);
  const below = several ? Math.max(60, (drawn.length + Number(rest.length > 0)) * 24) : 0;
  const between = several ? 96 : 0;
  const inner = above + between + below;
  const bottom = [0, below / inner];
  const longest = Math.max(...parts.map(({ part }) => part.length));
  return figure({
    title,
    alt: describe(title, parts, combinations),
    width,
    height: 150 + inner + (several ? 80 + Math.min(24, longest) * 4 : 50),
    data: [shares(parts), ...(several ? matrixOf(parts, drawn, rest, total) : [])],
    layout: baseLayout(
      {
        title,
        subtitle: `Everybody who is in any part counts.${several ? " Below, a row is the customers who are known by just the parts with a dark dot." : ""}`,
        width,
        above: 24,
      },
      {
        annotations: [
          panelTitle("Known by each part", ""),
          ...(several ? [panelTitle("Known by which parts", "2")] : []),
        ],
        xaxis: axis("Share of all customers", {
          type: "linear",
          domain: [0, 1],
          anchor: "y",
          range: [0, 1.25],
          tickvals: [0, 0.5, 1],
          ticktext: ["0 %", "50 %", "100 %"],
        }),
        yaxis: axis("", {
          type: "linear",
          domain: several ? [(below + between) / inner, 1] : [0, 1],
          anchor: "x",
          range: [parts.length - 0.5, -0.5],
          tickvals: parts.map((_, i) => i),
          ticktext: parts.map(({ part }) => userText(part, 30)),
          showgrid: false,
        }),
        ...(several ? matrixAxes(parts, drawn, rest, bottom) : {}),
      },
    ),
  });
}

/** Customers by the parts that know them, the most frequent first, then those with more parts, then by the order of the parts. */
function combinationsOf(without: readonly (readonly Id[])[], total: number): Combination[] {
  const lacking = new Map<Id, number[]>();
  without.forEach((ids, part) => {
    for (const id of ids) {
      const found = lacking.get(id);
      if (found === undefined) lacking.set(id, [part]);
      else found.push(part);
    }
  });
  const counts = new Map<string, { known: number[]; customers: number }>();
  const all = without.map((_, part) => part);
  counts.set("", { known: all, customers: total - lacking.size });
  for (const parts of lacking.values()) {
    const key = parts.join(" ");
    const found = counts.get(key);
    if (found !== undefined) found.customers++;
    else counts.set(key, { known: all.filter((part) => !parts.includes(part)), customers: 1 });
  }
  return [...counts.values()]
    .filter(({ customers }) => customers > 0)
    .sort(
      (a, b) =>
        b.customers - a.customers ||
        b.known.length - a.known.length ||
        (a.known.join(" ") < b.known.join(" ") ? -1 : 1),
    );
}

function titleOf(parts: number, complete: number, total: number): string {
  if (parts === 1) return `${counted(total, "customer")}, known in one part`;
  const where = parts === 2 ? "both parts" : `all ${parts} parts`;
  const verb = total === 1 ? "is" : "are";
  if (complete === 0) return `None of ${counted(total, "customer")} is known in ${where}`;
  if (complete === total)
    return `${total === 1 ? "The" : "All"} ${counted(total, "customer")} ${verb} known in ${where}`;
  return `${complete < total / 2 ? "Only " : ""}${percent(complete / total)} of ${counted(total, "customer")} ${verb} known in ${where}`;
}

function shares(parts: readonly CoverageRow[]): Trace {
  return {
    type: "bar",
    orientation: "h",
    name: "Known",
    x: parts.map(({ share }) => share),
    y: parts.map((_, i) => i),
    width: 0.7,
    marker: { color: palette[4] },
    text: parts.map(({ customers, share }) => `${percent(share)} (${grouped(customers)})`),
    textposition: "outside",
    cliponaxis: false,
    customdata: parts.map(({ part, features, customers, missing, onlyHere }) => [
      userText(part, 60),
      counted(features, "feature"),
      counted(customers, "customer"),
      grouped(missing),
      grouped(onlyHere),
    ]),
    hovertemplate:
      "%{customdata[0]}: %{customdata[2]}, %{customdata[1]}<br>lacks %{customdata[3]}; %{customdata[4]} are in no other part<extra></extra>",
  };
}

function matrixOf(
  parts: readonly CoverageRow[],
  drawn: readonly Combination[],
  rest: readonly Combination[],
  total: number,
): Trace[] {
  const place = { xaxis: "x2", yaxis: "y2" };
  const known: { x: number[]; y: number[] } = { x: [], y: [] };
  const unknown: { x: number[]; y: number[] } = { x: [], y: [] };
  const lines: { x: (number | null)[]; y: (number | null)[] } = { x: [], y: [] };
  drawn.forEach((combination, row) => {
    parts.forEach((_, part) => {
      const dots = combination.known.includes(part) ? known : unknown;
      dots.x.push(part);
      dots.y.push(row);
    });
    lines.x.push(combination.known[0]!, combination.known.at(-1)!, null);
    lines.y.push(row, row, null);
  });
  const dots = (name: string, at: typeof known, color: string): Trace => ({
    type: "scatter",
    mode: "markers",
    name,
    ...at,
    marker: { color, size: parts.length > 6 ? 8 : 10, symbol: "circle" },
    hoverinfo: "skip",
    ...place,
  });
  const others = rest.reduce((sum, { customers }) => sum + customers, 0);
  // Beside the dots of many parts there is less room.
  const said = (customers: number) =>
    parts.length > 6 ? grouped(customers) : `${grouped(customers)} (${percent(customers / total)})`;
  const text = (x: number, content: string, more: object): Trace => ({
    type: "scatter",
    mode: "text",
    name: "Others",
    x: [x],
    y: [drawn.length],
    text: [content],
    textfont: { size: 11 },
    hoverinfo: "skip",
    ...more,
  });
  return [
    dots("Not known", unknown, pale),
    {
      type: "scatter",
      mode: "lines",
      name: "Together",
      ...lines,
      line: { color: ink, width: 2 },
      hoverinfo: "skip",
      ...place,
    },
    dots("Known", known, ink),
    // Their bar would be many times as long as any other.
    ...(rest.length > 0
      ? [
          text((parts.length - 1) / 2, `${rest.length} others`, place),
          text(0, said(others), { textposition: "middle right", xaxis: "x3", yaxis: "y2" }),
        ]
      : []),
    {
      type: "bar",
      orientation: "h",
      name: "Customers",
      x: drawn.map(({ customers }) => customers),
      y: drawn.map((_, row) => row),
      width: 0.7,
      marker: { color: drawn.map(({ known }) => (known.length === parts.length ? palette[0] : "#a9a9a9")) },
      text: drawn.map(({ customers }) => said(customers)),
      textposition: "outside",
      cliponaxis: false,
      customdata: drawn.map(({ known, customers }) => [
        userText(namesOf(known, parts), 200),
        counted(customers, "customer"),
      ]),
      hovertemplate: "%{customdata[0]}: %{customdata[1]}<extra></extra>",
      xaxis: "x3",
      yaxis: "y2",
    },
  ];
}

/** The dots and the bars beside them share their rows. */
function matrixAxes(
  parts: readonly CoverageRow[],
  drawn: readonly Combination[],
  rest: readonly Combination[],
  domain: readonly number[],
): { [name: string]: Layout } {
  const rows = drawn.length + Number(rest.length > 0);
  const wide = Math.min(0.56, Math.max(0.2, parts.length * 0.06));
  const most = Math.max(...drawn.map(({ customers }) => customers));
  const names = parts.map(({ part }) => userText(part, 24));
  const level = Math.max(...parts.map(({ part }) => Math.min(24, part.length))) * 7 < (wide * 640) / parts.length;
  return {
    xaxis2: axis("Part", {
      type: "linear",
      domain: [0, wide],
      anchor: "y2",
      range: [-0.5, parts.length - 0.5],
      tickvals: parts.map((_, i) => i),
      ticktext: names,
      tickangle: level ? 0 : -45,
      showgrid: false,
      showline: false,
    }),
    xaxis3: axis("Customers", {
      type: "linear",
      domain: [wide + 0.03, 1],
      anchor: "y2",
      range: [0, most * 1.4],
      nticks: 4,
    }),
    yaxis2: axis("Combination", {
      type: "linear",
      domain,
      anchor: "x2",
      range: [rows - 0.5, -0.5],
      showticklabels: false,
      ticks: "",
      showline: false,
      showgrid: false,
    }),
  };
}

function namesOf(known: readonly number[], parts: readonly CoverageRow[]): string {
  if (parts.length === 1) return "in the one part";
  if (known.length === parts.length) return parts.length === 2 ? "in both parts" : `in all ${parts.length} parts`;
  return `only in ${known.map((part) => parts[part]!.part).join(" and ")}`;
}

function describe(title: string, parts: readonly CoverageRow[], combinations: readonly Combination[]): string {
  const known = parts
    .slice(0, 12)
    .map(({ part, customers, share }) => `${part} knows ${counted(customers, "customer")} (${percent(share)})`);
  const together = combinations
    .slice(0, 8)
    .map(({ known, customers }) => `${namesOf(known, parts)} ${grouped(customers)}`);
  const more = combinations.length > 8 ? `, and ${combinations.length - 8} more combinations` : "";
  return `${title}. By part: ${known.join("; ")}${parts.length > 12 ? `; and ${parts.length - 12} more` : ""}. By combination: ${together.join("; ")}${more}.`;
}
