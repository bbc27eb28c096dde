import { describedColumns } from "../describedColumns.js";
import { DataError, requireColumn, requireOptions } from "../errors.js";
import { groupByBase, meaningsOf, ownId } from "../features.js";
import { joinLabels } from "../joinLabels.js";
import { rowIds } from "../matrix.js";
import { counted, listed } from "../readable.js";
import { requireSegmentation, type Segmentation, segmentName } from "../segmentation.js";
import { type AnyColumn, finiteNumbers, type Row, type Table, type TableLike, toTable } from "../table.js";
import { type Compared, categoryPanel, numberPanel, type Panel, strengthOf } from "./distributionPanel.js";
import { type Figure, figure, type Layout, type Trace } from "./figure.js";
import { panelTitle } from "./panelTitle.js";
import { rowsBySegment } from "./rowsBySegment.js";
import { axis, baseLayout, userText } from "./theme.js";

/** Options of `plot.distributions`. */
export interface DistributionsOptions<C extends Row = Row, K extends AnyColumn<C> = AnyColumn<C>> {
  /** Columns to draw. Where absent: all but the id that are numbers, or text or true/false with 2 to 20 levels (and not another value in each row). */
  columns?: readonly K[];
  /** Logarithmic axes: "auto" where all values are above 0 and the tail is long, true or false for all, or the columns that have one. */
  log?: "auto" | boolean | readonly K[];
  /** Column that names the rows; "customer" where there is one. Features bring their own. */
  id?: AnyColumn<C>;
}

/** Panels that a page can carry; of more features, those that differ most are drawn. */
const mostPanels = 24;

/**
 * How features are distributed within each segment: a small panel a feature. Numbers are boxes: the middle half of the customers, the median within, and
 * whiskers from the 5th to the 95th percentile, so that a few extreme customers do not squash all the others (what lies beyond is not drawn; the hover counts it). Quartiles
 * and percentiles are interpolated linearly (type 7, as NumPy does). Categories are bars divided by the shares of their levels, beyond six levels the rest in one.
 * The first row is everybody; noise is grey and last. Of features with a dictionary the panels stand by base.
 *
 * An axis is logarithmic (`log: "auto"`) where all values are above 0, the 95th percentile is at least ten times the 5th, and lies more than three times as far from the median.
 *
 * When it misleads: segments differ on what they were made of, which proves nothing. Boxes say nothing of two humps, and those of small segments are wide by chance: the hover has the
 * number of customers. On a logarithmic axis equal distances are equal factors. Missing values are left out, and counted in the hover.
 *
 * @throws DataError where ids differ (with counts), a column does not exist (the closest is named), or there is nothing to draw; RangeError where a logarithmic axis is
 *   asked for of values that are not above 0.
 *
 * Source: Hyndman and Fan, Sample quantiles in statistical packages, The American Statistician 50 (1996).
 *
 * @example
 * const customers = toTable([
 *   { customer: "Ada", visits: 9, tea: "yes" },
 *   { customer: "Alan", visits: 2, tea: "yes" },
 *   { customer: "Grace", visits: 3, tea: "no" },
 * ]);
 * const segments = rules(customers, { rules: [{ name: "Often", when: { visits: [5, Infinity] } }] });
 * console.log(plot.distributions(customers, segments).title); // Of 2 features, visits differs most between 2 segments
 */
export function distributions<C extends Row, K extends AnyColumn<C>>(
  data: TableLike<C>,
  segmentation: Segmentation,
  options: DistributionsOptions<C, K> = {},
): Figure {
  requireOptions(options, { columns: true, log: true, id: true }, "plot.distributions");
  requireSegmentation(segmentation);
  const { log = "auto" } = options;
  const table: Table = toTable(data);
  const { name: idName, ids } = rowIds(table, options.id ?? ownId(data));
  const { numbers, categories, leftOut } = describedColumns(table, idName, options.columns);
  const names = [...numbers, ...categories.map(({ column }) => column)];
  if (names.length === 0)
    throw new DataError(
      `expected at least one column of numbers, text or true/false to draw besides ${JSON.stringify(idName)}, found none. ${leftOut.map(({ note }) => note).join(" ")}`.trim(),
    );
  for (const name of typeof log === "object" ? log : []) requireColumn(names, name, "a column for log");

  const labels = Int32Array.from(joinLabels(ids, segmentation));
  const groups = rowsBySegment(labels);
  const rows: Compared[] = [
    { label: undefined, name: "All customers", rows: Array.from(ids.keys()) },
    ...[...groups].map(([label, own]) => ({ label, name: segmentName(segmentation, label), rows: own })),
  ];
  const meanings = meaningsOf(data);
  const logged = (name: string) => (typeof log === "object" ? (log as readonly string[]).includes(name) : log);
  const panels = new Map<string, Panel>([
    ...numbers.map((name): [string, Panel] => [
      name,
      numberPanel(name, finiteNumbers(table, name).values, rows, logged(name), meanings.get(name)?.unit ?? null),
    ]),
    ...categories.map((category): [string, Panel] => [category.column, categoryPanel(category, rows)]),
  ]);
  const order = options.columns ?? table.columnNames();
  const strength = new Map(names.map((name) => [name, strengthOf(panels.get(name)!)]));
  const byStrength = [...names].sort(
    (a, b) => strength.get(b)! - strength.get(a)! || names.indexOf(a) - names.indexOf(b),
  );
  const kept = new Set(byStrength.slice(0, mostPanels));
  const drawn = [...order].filter((name) => kept.has(name as K));
  const found = groupByBase(drawn as string[], meanings);
  const blocks = found.length > 0 ? found : [{ base: "", columns: drawn as string[] }];

  const first = byStrength[0]!;
  const title =
    segmentation.k < 2 || !(strength.get(first)! > 0)
      ? `${counted(drawn.length, "feature")} of ${counted(ids.length, "customer")} in ${counted(segmentation.k, "segment")}`
      : `${names.length === 1 ? "" : `Of ${counted(names.length, "feature")}, `}${short(first)} differs ${names.length === 1 ? "" : "most "}between ${counted(segmentation.k, "segment")}`;
  const notes = [
    ...(drawn.some((name) => panels.get(name)!.kind === "number")
      ? [
          "A box is the middle half with its median, whiskers reach from the 5th to the 95th percentile; what lies beyond is not drawn",
        ]
      : []),
    ...(drawn.some((name) => panels.get(name)!.empty > 0) ? ["Where a row is empty, all values are missing"] : []),
    ...(drawn.length < names.length ? [`The ${drawn.length} of ${names.length} features that differ most`] : []),
    ...(leftOut.length > 0 ? [`Left out: ${listed(leftOut.map(({ column }) => column))}`] : []),
  ];
  return figure({
    title,
    alt: describe(title, drawn, panels, notes),
    ...drawnPanels(title, notes, blocks, panels, rows),
  });
}

/** The panels, two side by side, those of each base from a new line on. */
function drawnPanels(
  title: string,
  notes: readonly string[],
  blocks: readonly { readonly base: string; readonly columns: readonly string[] }[],
  panels: ReadonlyMap<string, Panel>,
  rows: readonly Compared[],
): { width: number; height: number; data: Trace[]; layout: Layout } {
  const several = blocks.length > 1 || blocks[0]!.base !== "";
  const count = blocks.reduce((sum, { columns }) => sum + columns.length, 0);
  const across = count === 1 ? 1 : 2;
  const high = Math.max(80, rows.length * 24);
  const gap = several ? 96 : 78;
  const lines = blocks.reduce((sum, { columns }) => sum + Math.ceil(columns.length / across), 0);
  const inner = lines * high + (lines - 1) * gap;
  const width = across === 1 ? 680 : 880;
  const data: Trace[] = [];
  const axes: { [name: string]: Layout } = {};
  const annotations: Layout[] = [];
  let line = 0;
  let place = 0;
  for (const { base, columns } of blocks) {
    columns.forEach((name, i) => {
      const panel = panels.get(name)!;
      const n = place++ === 0 ? "" : String(place);
      const side = i % across;
      if (i > 0 && side === 0) line++;
      const top = 1 - (line * (high + gap)) / inner;
      axes[`xaxis${n}`] = axis("", {
        title: { text: panel.axis, standoff: 4, font: { size: 12 } },
        domain: across === 1 ? [0, 1] : side === 0 ? [0, 0.465] : [0.535, 1],
        anchor: `y${n}`,
        nticks: 5,
        ...panel.scale,
      });
      axes[`yaxis${n}`] = axis("", {
        type: "linear",
        domain: [Math.max(0, top - high / inner), top],
        anchor: `x${n}`,
        range: [rows.length - 0.5, -0.5],
        tickvals: rows.map((_, row) => row),
        ticktext: rows.map((row) => userText(row.name, 22)),
        showticklabels: side === 0,
        showgrid: false,
      });
      annotations.push(panelTitle(userText(name, 34), n));
      if (i === 0 && several)
        annotations.push({
          ...panelTitle(`${base.charAt(0).toUpperCase()}${base.slice(1)}`, n),
          yshift: 23,
          font: { size: 14, color: "#444444" },
        });
      data.push(...panel.traces.map((trace) => ({ ...trace, xaxis: `x${n}`, yaxis: `y${n}` }) as Trace));
    });
    line++;
  }
  const levels = data.some(({ showlegend }) => showlegend === true);
  return {
    width,
    height: 150 + inner + (levels ? 110 : 50) + (several ? 20 : 0),
    data,
    layout: baseLayout(
      { title, subtitle: notes.map((note) => `${note}.`).join(" "), width, above: several ? 42 : 20 },
      {
        ...axes,
        annotations,
        barmode: "stack",
        showlegend: levels,
        ...(levels
          ? {
              legend: { orientation: "h", traceorder: "normal", x: 0, xanchor: "left", y: -52 / inner, yanchor: "top" },
            }
          : {}),
      },
    ),
  };
}

/** A name in a title. */
function short(name: string): string {
  const characters = [...name];
  return characters.length <= 40 ? name : `${characters.slice(0, 39).join("").trimEnd()}…`;
}

function describe(
  title: string,
  drawn: readonly string[],
  panels: ReadonlyMap<string, Panel>,
  notes: readonly string[],
): string {
  const said = drawn.slice(0, 8).map((name) => `${name}: ${panels.get(name)!.said}`);
  const more = drawn.length > 8 ? `; and ${drawn.length - 8} more features` : "";
  return `${title}. ${said.join("; ")}${more}. ${notes.map((note) => `${note}.`).join(" ")}`.trim();
}
