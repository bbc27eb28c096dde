import type { Audit } from "../collect/audit.js";
import { requireResult } from "../errors.js";
import { counted, percent, readable } from "../readable.js";
import { column, type Table } from "../table.js";
import { type Figure, figure, type Layout, type Trace } from "./figure.js";
import { type Month, monthEnd, type OrdersPerMonth, ordersPerMonth } from "./ordersPerMonth.js";
import { axis, baseLayout, grey, palette, severityColor, userText } from "./theme.js";

/** What the plot reads of an audit. */
type Audited = {
  readonly findings: Table<{ check: string; severity: string; rows: number; share: number }>;
  readonly perMonth: Table<{ period: string; orders: number }>;
} & Partial<Pick<Audit, "gaps">>;

const severities = ["problem", "warning", "note", "ok"] as const;

/**
 * An audit as a picture. Above: the checks that found something, as the share of rows they touch, colored by how serious they are (the word
 * stands beside the count). Below: orders per month over the whole span; months and unusual stretches of days without orders are shaded, because a gap in the calendar is
 * more often a lost file than a shop on holiday.
 *
 * The share of rows says how common a defect is and not how harmful: one order of a million can move every mean.
 *
 * @throws RangeError where the audit has neither findings nor months.
 *
 * @example
 * const drawn = plot.audit({
 *   findings: toTable([{ check: "missing customer", severity: "warning", rows: 25, share: 0.25 }]),
 *   perMonth: toTable([
 *     { period: "2011-01", orders: 40 },
 *     { period: "2011-03", orders: 60 },
 *   ]),
 * });
 * console.log(drawn.title); // What the audit found: 0 problems, 1 warning
 */
export function audit(audit: Audited): Figure {
  requireResult(audit, "findings", "audit");
  const findings = readFindings(audit.findings);
  const { months, beyond, shaded, gaps } = ordersPerMonth(audit.perMonth, audit.gaps);
  if (findings.length === 0 && months.length === 0)
    throw new RangeError("expected an audit with findings or months, got neither");
  const touched = findings.filter((finding) => finding.rows > 0 || finding.severity !== "ok");
  const clean = findings.length - touched.length;
  const count = (severity: string) => findings.filter((finding) => finding.severity === severity).length;
  const empty = months.filter((month) => month.orders === 0);

  const title = `What the audit found: ${counted(count("problem"), "problem")}, ${counted(count("warning"), "warning")}`;
  const notes = [
    clean > 0 ? `${counted(clean, "check")} found nothing` : "",
    months.length > 0
      ? empty.length > 0
        ? `${counted(empty.length, "month")} without orders (shaded)`
        : "No month without orders"
      : "",
    gaps > 0 ? `${counted(gaps, "unusual gap")} in the calendar (shaded)` : "",
    beyond > 0 ? `${counted(beyond, "order")} more than a hundred years from the rest not drawn` : "",
  ].filter(Boolean);
  const both = touched.length > 0 && months.length > 0;
  const barHeight = touched.length * 26 + 20;
  const monthHeight = months.length > 0 ? 190 : 0;
  const between = both ? 84 : 0;
  const plot = (touched.length > 0 ? barHeight : 0) + monthHeight + between;
  const split = both ? monthHeight / plot : 0;
  const width = 860;
  return figure({
    title,
    alt: `${describe(title, findings, touched, months, empty)}${beyond > 0 ? ` ${notes.at(-1)}.` : ""}`,
    width,
    height: plot + 190,
    data: [
      ...(touched.length > 0 ? findingBars(touched) : []),
      ...(months.length > 0 ? [monthBars(months, touched.length > 0)] : []),
    ],
    layout: baseLayout(
      { title, ...(notes.length > 0 ? { subtitle: `${notes.join(". ")}.` } : {}), width },
      {
        barmode: "overlay",
        bargap: 0.25,
        showlegend: false, // the word stands beside each bar
        ...(touched.length > 0
          ? {
              xaxis: axis("Share of rows", {
                type: "linear",
                tickformat: "~%",
                rangemode: "tozero",
                range: [0, roomFor(touched)],
                anchor: "y",
              }),
              yaxis: axis("", {
                type: "linear",
                autorange: "reversed",
                domain: [both ? split + between / plot : 0, 1],
                tickvals: touched.map((_, i) => i),
                ticktext: touched.map(({ check }) => userText(check, 44)),
                showgrid: false,
                anchor: "x",
              }),
            }
          : {}),
        ...(months.length > 0 ? monthAxes(months, touched.length > 0, split) : {}),
        shapes: months.length > 0 ? gapShapes(shaded, touched.length > 0) : [],
      },
    ),
  });
}

interface Finding {
  readonly check: string;
  readonly severity: string;
  readonly rows: number;
  readonly share: number;
}

function readFindings(table: Table): Finding[] {
  const pick = (name: string) => column(table, name);
  if (table.numRows() === 0) return [];
  const [checks, levels, rows, shares] = [pick("check"), pick("severity"), pick("rows"), pick("share")];
  const read = Array.from(checks, (check, i) => {
    const severity = String(levels[i]);
    if (!(severities as readonly string[]).includes(severity))
      throw new RangeError(
        `expected a severity among ${severities.join(", ")}, got ${JSON.stringify(severity)} for ${String(check)}`,
      );
    return { check: String(check), severity, rows: Number(rows[i] ?? 0), share: Number(shares[i] ?? 0) };
  });
  const rank = (finding: Finding) => (severities as readonly string[]).indexOf(finding.severity);
  return read
    .map((finding, i) => ({ finding, i }))
    .sort((a, b) => rank(a.finding) - rank(b.finding) || b.finding.rows - a.finding.rows || a.i - b.i)
    .map(({ finding }) => finding);
}

function findingBars(touched: readonly Finding[]): Trace[] {
  return severities
    .map((severity) => ({
      severity,
      places: touched.map((_, i) => i).filter((i) => touched[i]!.severity === severity),
    }))
    .filter(({ places }) => places.length > 0)
    .map(({ severity, places }) => ({
      type: "bar",
      orientation: "h",
      name: severity,
      y: places,
      x: places.map((i) => touched[i]!.share),
      text: places.map((i) => `${touched[i]!.rows > 0 ? `${readable(touched[i]!.rows, 15)} · ` : ""}${severity}`),
      textposition: "outside",
      cliponaxis: false,
      customdata: places.map((i) => [userText(touched[i]!.check, 80), percent(touched[i]!.share)]),
      hovertemplate: "%{customdata[0]}<br>%{text}, %{customdata[1]} of rows<extra></extra>",
      marker: { color: severityColor[severity], line: { color: "#333333", width: 0.5 } },
    }));
}

/** The end of the share axis: the longest bar and room for the count beside it. */
function roomFor(touched: readonly Finding[]): number {
  const most = Math.max(...touched.map(({ share }) => share), 0.001);
  return Number((most * 1.45).toPrecision(3));
}

function monthBars(months: readonly Month[], second: boolean): Trace {
  return {
    type: "bar",
    name: "orders",
    x: months.map(({ period }) => `${period}-15`),
    y: months.map(({ orders }) => orders),
    ...(second ? { xaxis: "x2", yaxis: "y2" } : {}),
    width: 86400000 * 24,
    showlegend: false,
    customdata: months.map(({ period }) => period),
    hovertemplate: "%{customdata}: %{y:,} orders<extra></extra>",
    marker: { color: palette[0] },
  };
}

function monthAxes(months: readonly Month[], second: boolean, split: number): { [name: string]: Layout } {
  const n = second ? "2" : "";
  return {
    [`xaxis${n}`]: axis("Month", {
      type: "date",
      anchor: `y${n}`,
      range: [`${months[0]!.period}-01`, monthEnd(months.at(-1)!.period)],
      ...(months.length <= 18 ? monthTicks(months) : {}),
      showgrid: false,
    }),
    [`yaxis${n}`]: axis("Orders per month", {
      type: "linear",
      rangemode: "tozero",
      anchor: `x${n}`,
      ...(second ? { domain: [0, split] } : {}),
    }),
  };
}

/** Few months are all named, in their middle; more are left to the axis. */
function monthTicks(months: readonly Month[]): Layout {
  const names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  return {
    tickvals: months.map(({ period }) => `${period}-15`),
    ticktext: months.map(({ period }, i) => {
      const [year, month] = period.split("-");
      return i === 0 || month === "01" ? `${names[Number(month) - 1]}<br>${year}` : names[Number(month) - 1]!;
    }),
  };
}

function gapShapes(shaded: OrdersPerMonth["shaded"], second: boolean): Layout[] {
  const n = second ? "2" : "";
  return shaded.map(([x0, x1]) => ({
    type: "rect",
    xref: `x${n}`,
    yref: `y${n} domain`,
    x0,
    x1,
    y0: 0,
    y1: 1,
    layer: "below",
    fillcolor: "#f3d9c9",
    line: { width: 0, color: grey },
  }));
}

function describe(
  title: string,
  findings: readonly Finding[],
  touched: readonly Finding[],
  months: readonly Month[],
  empty: readonly Month[],
): string {
  const said = touched
    .slice(0, 12)
    .map(({ check, severity, rows, share }) => `${check} (${severity}): ${counted(rows, "row")}, ${percent(share)}`);
  const parts = [
    `${title} in ${counted(findings.length, "check")}.`,
    said.length > 0 ? `${said.join("; ")}${touched.length > 12 ? `; and ${touched.length - 12} more` : ""}.` : "",
  ];
  if (months.length > 0) {
    const most = months.reduce((best, month) => (month.orders > best.orders ? month : best));
    const total = months.reduce((sum, { orders }) => sum + orders, 0);
    parts.push(
      `Orders per month from ${months[0]!.period} to ${months.at(-1)!.period}: ${counted(total, "order")}, most in ${most.period} (${readable(most.orders, 15)}).`,
      empty.length > 0
        ? `Months without orders: ${empty
            .slice(0, 12)
            .map(({ period }) => period)
            .join(", ")}${empty.length > 12 ? " and more" : ""}.`
        : "No month is without orders.",
    );
  }
  return parts.filter(Boolean).join(" ");
}
