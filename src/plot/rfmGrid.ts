import { median as middle } from "d3-array";
import { requireColumn } from "../errors.js";
import { counted, percent, readable } from "../readable.js";
import { finiteNumbers, type TableLike, toTable } from "../table.js";
import { type Figure, figure } from "./figure.js";
import { axis, baseLayout, sequential } from "./theme.js";

/** The columns of scored customers that the grid reads. */
export interface ScoredCustomer {
  recencyScore: number | null;
  frequencyScore: number | null;
  monetary: number | null;
}

/** What `rfmScores` returns, as far as it is read here. */
interface Report {
  readonly table: TableLike<ScoredCustomer>;
  readonly levels?: number;
}

/**
 * The classic RFM grid: customers by recency score (across, most recent on the right) and frequency score (up), each cell with its
 * number of customers and colored by their median monetary value.
 *
 * Takes what `rfmScores` returns, or its table: the columns recencyScore, frequencyScore and monetary. Only levels that
 * occur are drawn: where ties have collapsed a
 * scale, the grid has fewer rows or columns, and its subtitle says so. Customers without a score are left out and counted.
 * Colors are spread on a logarithmic scale where medians differ by more than twenty times. Scores are ranks within this one data set: the
 * grids of two shops, or of two dates, must not be compared cell by cell.
 *
 * @throws DataError where a column is missing or holds no finite numbers; RangeError where no customer has both scores.
 *
 * Source: Hughes, Strategic Database Marketing (2000), for the grid.
 *
 * @example
 * const grid = plot.rfmGrid([
 *   { recencyScore: 5, frequencyScore: 5, monetary: 900 },
 *   { recencyScore: 1, frequencyScore: 1, monetary: 40 },
 *   { recencyScore: 1, frequencyScore: 1, monetary: 60 },
 * ]);
 * console.log(grid.title); // Customers by recency and frequency
 */
export function rfmGrid(scores: TableLike<ScoredCustomer> | Report): Figure {
  const table = toTable<ScoredCustomer>(isReport(scores) ? scores.table : scores);
  for (const name of ["recencyScore", "frequencyScore", "monetary"]) requireColumn(table.columnNames(), name);
  const recency = finiteNumbers(table, "recencyScore").values;
  const frequency = finiteNumbers(table, "frequencyScore").values;
  const monetary = finiteNumbers(table, "monetary").values;
  const cells = new Map<string, { count: number; money: number[] }>();
  let placed = 0;
  for (let i = 0; i < recency.length; i++) {
    const [r, f] = [recency[i]!, frequency[i]!];
    if (Number.isNaN(r) || Number.isNaN(f)) continue;
    placed++;
    const key = `${r} ${f}`;
    const cell = cells.get(key) ?? { count: 0, money: [] };
    cells.set(key, cell);
    cell.count++;
    if (Number.isFinite(monetary[i])) cell.money.push(monetary[i]!);
  }
  if (placed === 0)
    throw new RangeError(
      "expected at least one customer with a recency and a frequency score, got none; see rfmScores",
    );
  return draw(cells, placed, recency.length - placed, isReport(scores) ? scores.levels : undefined);
}

/** Whether these are scores with their report, as rfmScores returns them, and not a table. */
function isReport(scores: TableLike<ScoredCustomer> | Report): scores is Report {
  return typeof scores === "object" && scores !== null && "table" in scores && !("columnNames" in scores);
}

function draw(
  cells: ReadonlyMap<string, { count: number; money: number[] }>,
  placed: number,
  left: number,
  asked?: number,
): Figure {
  const keys = [...cells.keys()].map((key) => key.split(" ").map(Number) as [number, number]);
  keys.sort((a, b) => b[0] - a[0] || b[1] - a[1]); // ties below must not hang on the order of customers
  const levels = (of: 0 | 1) => [...new Set(keys.map((key) => key[of]))].sort((a, b) => a - b);
  const recencies = levels(0);
  const frequencies = levels(1);
  // A bare table does not say how many levels were asked for; the highest score tells at least as many.
  const most = asked ?? Math.max(...recencies, ...frequencies);
  const medians = frequencies.map((f) => recencies.map((r) => middle(cells.get(`${r} ${f}`)?.money ?? []) ?? null));
  const known = medians.flat().filter((value): value is number => value !== null);
  const low = Math.min(...known);
  const high = Math.max(...known);
  const log = known.length > 0 && low > 0 && high / low > 20;
  // A cell with customers but no known money still has to show its count, so it gets the lowest color.
  const shade = (value: number | null) =>
    value === null ? (log ? Math.log10(low) : known.length > 0 ? low : 0) : log ? Math.log10(value) : value;
  const count = (r: number, f: number) => cells.get(`${r} ${f}`)?.count ?? 0;
  const z = frequencies.map((f, j) => recencies.map((r, i) => (count(r, f) === 0 ? null : shade(medians[j]![i]!))));
  const text = frequencies.map((f) => recencies.map((r) => (count(r, f) === 0 ? "" : readable(count(r, f), 15))));
  const customdata = frequencies.map((f, j) =>
    recencies.map((r, i) => {
      const value = medians[j]![i];
      return [percent(count(r, f) / placed), value === null || value === undefined ? "unknown" : readable(value, 4)];
    }),
  );

  const notes = [
    `${counted(placed, "customer")}; the number in a cell counts them, its color is their median monetary value`,
  ];
  for (const [name, found] of [
    ["Recency", recencies],
    ["Frequency", frequencies],
  ] as const) {
    if (found.length < most)
      notes.push(
        `${name} takes only ${found.length} of ${most} levels (${found.join(", ")}), as equal values get equal scores`,
      );
  }
  const unknown = medians.flatMap((row, j) =>
    row.filter((value, i) => value === null && count(recencies[i]!, frequencies[j]!) > 0),
  ).length;
  if (unknown > 0) notes.push(`${counted(unknown, "cell")} without known monetary values drawn in the lowest color`);
  if (left > 0) notes.push(`${counted(left, "customer")} without both scores left out`);

  const [largest] = [...keys].sort((a, b) => count(b[0], b[1]) - count(a[0], a[1])) as [[number, number]];
  const best: [number, number] = [recencies.at(-1)!, frequencies.at(-1)!];
  const money = (key: readonly [number, number]) => {
    const value = medians[frequencies.indexOf(key[1])]![recencies.indexOf(key[0])];
    return value === null || value === undefined
      ? "of unknown monetary value"
      : `with a median monetary value of ${readable(value, 4)}`;
  };
  const alt =
    `Grid of ${counted(placed, "customer")} by recency score (${recencies.join(", ")}) and frequency score (${frequencies.join(", ")}). ` +
    `The fullest cell is recency ${largest[0]}, frequency ${largest[1]}: ${counted(count(...largest), "customer")} (${percent(count(...largest) / placed)}), ${money(largest)}. ` +
    (count(...best) === 0
      ? `Nobody has the best score in both (recency ${best[0]}, frequency ${best[1]}).`
      : `The best scores in both (recency ${best[0]}, frequency ${best[1]}) have ${counted(count(...best), "customer")} (${percent(count(...best) / placed)}), ${money(best)}.`) +
    (left > 0 ? ` ${counted(left, "customer")} without both scores are left out.` : "");

  const width = 720;
  const ends = log ? { ...logBar(low, high) } : {};
  return figure({
    title: "Customers by recency and frequency",
    alt,
    width,
    height: 200 + 64 * Math.max(3, frequencies.length),
    data: [
      {
        type: "heatmap",
        x: recencies.map(String),
        y: frequencies.map(String),
        z,
        text,
        texttemplate: "%{text}",
        textfont: { size: 14 },
        customdata,
        hovertemplate:
          "recency score %{x}, frequency score %{y}<br>%{text} customers (%{customdata[0]})<br>median monetary %{customdata[1]}<extra></extra>",
        colorscale: sequential,
        ...(known.length === 0 ? { showscale: false, zmin: 0, zmax: 1 } : {}),
        xgap: 3,
        ygap: 3,
        colorbar: {
          title: { text: "Median<br>monetary<br>value<br>&nbsp;", font: { size: 12 } },
          thickness: 16,
          separatethousands: true,
          ...ends,
        },
      },
    ],
    layout: baseLayout(
      { title: "Customers by recency and frequency", subtitle: `${notes.join(". ")}.`, width },
      {
        xaxis: axis("Recency score (higher: bought more recently)", {
          type: "category",
          categoryorder: "array",
          categoryarray: recencies.map(String),
          showgrid: false,
        }),
        yaxis: axis("Frequency score (higher: more orders)", {
          type: "category",
          categoryorder: "array",
          categoryarray: frequencies.map(String),
          showgrid: false,
        }),
      },
    ),
  });
}

/** Round figures on a logarithmic color bar. */
function logBar(low: number, high: number): { tickvals: number[]; ticktext: string[] } {
  const values: number[] = [];
  for (let power = Math.floor(Math.log10(low)); 10 ** power <= high; power++)
    for (const lead of [1, 2, 5]) {
      const value = lead * 10 ** power;
      if (value >= low && value <= high) values.push(value);
    }
  return { tickvals: values.map(Math.log10), ticktext: values.map((value) => readable(value)) };
}
