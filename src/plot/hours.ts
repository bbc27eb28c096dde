import { requireResult } from "../errors.js";
import { chiSquaredTail } from "../numeric/chiSquaredTail.js";
import { counted, grouped, listed, percent, uncapitalized } from "../readable.js";
import type { Activity, ActivityRow } from "../represent/activity.js";
import { type Figure, figure, type Layout, type Trace } from "./figure.js";
import { panelTitle } from "./panelTitle.js";
import { axis, baseLayout, sequential, userText } from "./theme.js";

/** What the plot reads of an activity. */
type Counted = Pick<Activity, "table" | "of" | "total" | "segments">;

const days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const slots = days.length * 24;
/** Fewer orders or sessions than this leave most hours of the week to chance. */
const fewest = 50;
/** Segments that a page can carry. */
const mostPanels = 8;

/** The hours of one panel: counts by weekday and hour, Monday 0:00 first. */
interface Hours {
  readonly counts: Float64Array;
  readonly total: number;
}

interface Group extends Hours {
  readonly name: string;
}

/**
 * When customers order or visit: a heat map of the week, Monday on top, hours of the shop's clock from left to right; the darker, the more. Hours in which nothing happened are drawn
 * in the lightest color. The title says which hour has the most; the subtitle, how many others come so close that chance may decide between them (less than two
 * standard errors of the difference of two Poisson counts).
 *
 * With segments, a small panel each, colored by the share of the segment's own orders or sessions on one scale, so that small segments compare with large ones. Of more than
 * eight, the eight with the most are drawn. Segments of fewer than 50 are marked, and do not set the scale: one order of three would be a third, and all others pale. The title names the segment whose
 * hours differ most from those of all together (chi-squared less its degrees of freedom, per order or session), where more than chance is left (p below 0.01 over the number of segments).
 *
 * When it misleads: counts are of orders or sessions, not of customers; a few customers with habits make dark cells, and tests that take each order as drawn by itself find differences
 * too easily. Hours with more are not hours in which writing works better: mailings and offers of the past are in the picture. An hour of 168 has few orders in a small shop: trust bands of neighboring dark cells
 * rather than one cell.
 *
 * @param activity what `activity` returns.
 * @throws TypeError where it is something else.
 *
 * Source: Cochran, Some methods for strengthening the common chi-squared tests, Biometrics 10 (1954), for joining what is rare.
 *
 * @example
 * const orders = transactions(
 *   Array.from({ length: 60 }, (_, i) => ({ who: `c${i}`, when: new Date(Date.UTC(2024, 0, 7 + 7 * (i % 8), i < 40 ? 20 : 9)), paid: 10 })),
 *   { customer: "who", time: "when", amount: "paid" },
 * );
 * console.log(plot.hours(await activity(orders)).title); // Most orders come on Sundays at 20:00 (67 % of 60)
 */
export function hours(activity: Activity): Figure {
  requireResult(activity, "table", "activity");
  requireResult(activity, "total", "activity");
  return activity.segments === undefined ? whole(activity) : divided(activity, activity.segments);
}

/** One map of counts. */
function whole({ table, of, total }: Counted): Figure {
  const week: Hours = { counts: countsOf(table.objects() as ActivityRow[]), total };
  const noun = of.slice(0, -1);
  const title = titleOf(week, of);
  const close = contenders(week);
  const notes = [
    `${counted(total, noun)} by weekday and hour of the shop's clock`,
    ...(total >= fewest && close > 0
      ? [
          `${counted(close, "other hour")} ${close === 1 ? "comes" : "come"} so close that chance may decide which is first`,
        ]
      : []),
  ];
  const width = 860;
  const most = Math.max(...week.counts);
  const numbers = Array.from({ length: Math.max(1, most) + 1 }, (_, i) => i);
  return figure({
    title,
    alt: `${title}: a heat map of the hours of the week. ${said(week, noun)} ${notes.map((note) => `${note}.`).join(" ")}`,
    width,
    height: 400,
    data: [
      {
        ...mapOf(week, of),
        z: rowsOf(week.counts),
        zmin: 0,
        zmax: Math.max(1, most),
        colorbar: {
          title: { text: capital(of), font: { size: 12 } },
          thickness: 16,
          separatethousands: true,
          // Counts are whole.
          ...(most <= 5 ? { tickvals: numbers, ticktext: numbers.map(String) } : {}),
        },
      },
    ],
    layout: baseLayout(
      { title, subtitle: notes.map((note) => `${note}.`).join(" "), width },
      { xaxis: hourAxis(2), yaxis: dayAxis() },
    ),
  });
}

/** A panel a segment, of shares. */
function divided({ table, of, total }: Counted, segments: NonNullable<Activity["segments"]>): Figure {
  const noun = of.slice(0, -1);
  const rows = table.objects() as ActivityRow[];
  const groups = segments.map(({ label, name, total: own }, place) => {
    const cells = rows.slice(place * slots, (place + 1) * slots);
    return { name, label, place, total: own, counts: countsOf(cells) };
  });
  const known = groups.filter((group) => group.total > 0);
  // The largest, and then as they were.
  const drawn = [...known]
    .sort((a, b) => b.total - a.total || a.place - b.place)
    .slice(0, mostPanels)
    .sort((a, b) => a.place - b.place);
  const empty = groups.filter((group) => group.total === 0).map(({ name }) => name);
  const thin = drawn.filter((group) => group.total < fewest);
  const scaled = thin.length < drawn.length ? drawn.filter((group) => group.total >= fewest) : drawn;
  const top = Math.max(...scaled.map(({ counts, total: own }) => Math.max(...counts) / own));
  const above = thin.some(({ counts, total: own }) => Math.max(...counts) / own > top);
  const title = comparedTitle(drawn, of, total, known.length);
  const notes = [
    `Shares of each segment's own ${of} by weekday and hour of the shop's clock; ${counted(total, noun)} in all`,
    ...(drawn.length < known.length ? [`The ${drawn.length} of ${known.length} segments with the most ${of}`] : []),
    ...(thin.length > 0 && thin.length < drawn.length
      ? [
          `Fewer than ${fewest} ${of} tell little: ${listed(thin.map(({ name }) => short(name)))}${above ? "; what lies above the scale has its darkest color" : ""}`,
        ]
      : []),
    ...(empty.length > 0 ? [`Not drawn, for they have no ${of}: ${listed(empty.map(short))}`] : []),
  ];
  const across = drawn.length === 1 ? 1 : 2;
  const lines = Math.ceil(drawn.length / across);
  const [high, gap] = [154, 84];
  const inner = lines * high + (lines - 1) * gap;
  const width = across === 1 ? 680 : 900;
  const axes: { [name: string]: Layout } = {};
  const annotations: Layout[] = [];
  const data = drawn.map((group, i): Trace => {
    const n = i === 0 ? "" : String(i + 1);
    const [side, line] = [i % across, Math.floor(i / across)];
    const from = 1 - (line * (high + gap)) / inner;
    axes[`xaxis${n}`] = hourAxis(3, {
      domain: across === 1 ? [0, 1] : side === 0 ? [0, 0.478] : [0.522, 1],
      anchor: `y${n}`,
    });
    axes[`yaxis${n}`] = dayAxis({
      domain: [Math.max(0, from - high / inner), from],
      anchor: `x${n}`,
      showticklabels: side === 0,
    });
    annotations.push(panelTitle(`${userText(group.name, 26)} (${counted(group.total, noun)})`, n));
    return {
      ...mapOf(group, of),
      name: userText(group.name, 60),
      z: rowsOf(group.counts.map((count) => Number(((100 * count) / group.total).toFixed(4)))),
      zmin: 0,
      zmax: Number((100 * top).toFixed(4)),
      xaxis: `x${n}`,
      yaxis: `y${n}`,
      ...(i === 0
        ? {
            colorbar: {
              title: { text: `Share of<br>the segment's<br>${of}`, font: { size: 12 } },
              thickness: 16,
              ticksuffix: " %",
              len: Math.min(1, 400 / inner),
              y: 1,
              yanchor: "top",
            },
          }
        : { showscale: false }),
    };
  });
  return figure({
    title,
    alt: `${title}: heat maps of the hours of the week, a panel for each of ${counted(drawn.length, "segment")}. ${drawn.map((group) => `${group.name}: ${said(group, noun)}`).join(" ")} ${notes.map((note) => `${note}.`).join(" ")}`,
    width,
    height: 180 + inner + 60,
    data,
    layout: baseLayout(
      { title, subtitle: notes.map((note) => `${note}.`).join(" "), width, above: 20 },
      { ...axes, annotations },
    ),
  });
}

function countsOf(rows: readonly ActivityRow[]): Float64Array {
  const counts = new Float64Array(slots);
  for (const { weekday, hour, count } of rows) counts[(weekday - 1) * 24 + hour] = count;
  return counts;
}

/** What the maps of counts and of shares have in common. */
function mapOf({ counts, total }: Hours, of: Activity["of"]): Trace {
  const texts = Array.from(counts, (count, slot) => [
    days[Math.floor(slot / 24)]!,
    `${slot % 24}:00 to ${slot % 24}:59`,
    counted(count, of.slice(0, -1)),
    percent(total === 0 ? 0 : count / total),
  ]);
  return {
    type: "heatmap",
    x: Array.from({ length: 24 }, (_, hour) => hour),
    y: days.map((_, day) => day),
    customdata: rowsOf(texts),
    hovertemplate: "%{customdata[0]}, %{customdata[1]}<br>%{customdata[2]} (%{customdata[3]})<extra></extra>",
    colorscale: sequential,
    xgap: 1,
    ygap: 1,
  };
}

function rowsOf<T>(cells: ArrayLike<T>): T[][] {
  return days.map((_, day) => Array.from(cells).slice(day * 24, (day + 1) * 24));
}

function hourAxis(every: number, settings: Layout = {}): Layout {
  const named = Array.from({ length: 24 / every }, (_, i) => i * every);
  return axis("", {
    title: { text: "Hour", standoff: 6, font: { size: 12 } },
    type: "linear",
    range: [-0.5, 23.5],
    tickvals: named,
    ticktext: named.map(String),
    showgrid: false,
    showline: false,
    ticks: "",
    ...settings,
  });
}

function dayAxis(settings: Layout = {}): Layout {
  return axis("", {
    type: "linear",
    range: [days.length - 0.5, -0.5],
    tickvals: days.map((_, day) => day),
    ticktext: days.map((day) => day.slice(0, 3)),
    showgrid: false,
    showline: false,
    ticks: "",
    ...settings,
  });
}

/** The hours that have the most, all of equal ones. */
function peaks({ counts }: Hours): number[] {
  const most = Math.max(...counts);
  return Array.from(counts.keys()).filter((slot) => most > 0 && counts[slot] === most);
}

/** Other hours that have less than the most by no more than two standard errors of the difference. */
function contenders({ counts }: Hours): number {
  const most = Math.max(...counts);
  return counts.filter((count) => count < most && most - count < 2 * Math.sqrt(most + count)).length;
}

function slotName(slot: number): string {
  return `${days[Math.floor(slot / 24)]}s at ${slot % 24}:00`;
}

function titleOf(week: Hours, of: Activity["of"]): string {
  const noun = of.slice(0, -1);
  if (week.total < fewest) return `Only ${counted(week.total, noun)}: too few to tell the hours in which most come`;
  const first = peaks(week);
  const most = week.counts[first[0]!]!;
  if (first.length === 1)
    return `Most ${of} come on ${slotName(first[0]!)} (${percent(most / week.total)} of ${grouped(week.total)})`;
  if (first.length <= 3)
    return `Most ${of} come on ${slotNames(first)} (${grouped(most)} each, of ${grouped(week.total)})`;
  return `No hour of the week stands out: ${first.length} have the most ${of} (${grouped(most)} each, of ${grouped(week.total)})`;
}

function comparedTitle(drawn: readonly Group[], of: Activity["of"], total: number, all: number): string {
  const noun = of.slice(0, -1);
  const who = drawn.length < all ? `the ${drawn.length} largest segments` : counted(drawn.length, "segment");
  const enough = drawn.filter((group) => group.total >= fewest);
  if (enough.length === 0)
    return `Only ${counted(total, noun)} of ${who}: too few to tell the hours in which most come`;
  // The others, where there are any, are too small to compare it with.
  if (enough.length === 1) return `${short(enough[0]!.name)}: ${uncapitalized(titleOf(enough[0]!, of))}`;
  const different = [...enough]
    .map((group) => ({ group, distance: distance(group, enough) }))
    .sort((a, b) => b.distance - a.distance)[0]!;
  if (!(different.distance > 0)) return `The hours of ${who} differ by no more than chance`;
  const first = peaks(different.group);
  const when =
    first.length <= 3
      ? `most of its ${of} come on ${slotNames(first)}`
      : `${first.length} hours of the week share its most ${of}`;
  return `Of ${who}, ${short(different.group.name)} differs most in its hours: ${when}`;
}

/**
 * How far the hours of a segment are from those of all together, beyond chance; 0 where chance explains them. Hours in which it, or the others, would have less than one are one cell
 * (Cochran 1954): by themselves they make chi-squared vary more than its distribution.
 */
function distance(group: Hours, all: readonly Hours[]): number {
  const sum = all.reduce((total, each) => total + each.total, 0);
  // A segment and the others together are one comparison, of which the smaller side has the rare hours.
  const smaller = Math.min(group.total, sum - group.total);
  const cells: { share: number; count: number }[] = [];
  const rare = { share: 0, count: 0 };
  for (let slot = 0; slot < slots; slot++) {
    const share = all.reduce((total, { counts }) => total + counts[slot]!, 0) / sum;
    const count = group.counts[slot]!;
    if (smaller * share >= 1) cells.push({ share, count });
    else {
      rare.share += share;
      rare.count += count;
    }
  }
  if (rare.share > 0) cells.push(rare);
  // The segment is a part of the whole, which makes its counts vary the less the more of it it is.
  const scale = group.total * (1 - group.total / sum);
  const chi = cells.reduce(
    (total, { share, count }) => total + (count - group.total * share) ** 2 / (scale * share),
    0,
  );
  const freedom = cells.length - 1;
  if (freedom < 1 || chiSquaredTail(chi, freedom) > 0.01 / all.length) return 0;
  return Math.max(0, chi - freedom) / group.total;
}

/** "Sundays at 19:00 and 20:00". */
function slotNames(several: readonly number[]): string {
  return together(
    several.map((slot, i) =>
      i > 0 && Math.floor(slot / 24) === Math.floor(several[i - 1]! / 24) ? `${slot % 24}:00` : slotName(slot),
    ),
  );
}

function together(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

function short(name: string): string {
  const characters = [...name];
  return characters.length <= 40 ? name : `${characters.slice(0, 39).join("").trimEnd()}…`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The first hours and the days in words. */
function said(week: Hours, noun: string): string {
  if (week.total === 0) return "Nothing happened.";
  const order = Array.from(week.counts.keys())
    .filter((slot) => week.counts[slot]! > 0)
    .sort((a, b) => week.counts[b]! - week.counts[a]! || a - b);
  const byDay = days.map((day, i) => {
    const own = week.counts.subarray(i * 24, (i + 1) * 24).reduce((sum, count) => sum + count, 0);
    return `${day} ${percent(own / week.total)}`;
  });
  const empty = slots - order.length;
  return `Most are on ${order
    .slice(0, 3)
    .map((slot) => `${slotName(slot)} (${counted(week.counts[slot]!, noun)})`)
    .join(
      ", ",
    )}. By day: ${byDay.join(", ")}. ${counted(empty, "hour")} of ${slots} ${empty === 1 ? "has" : "have"} none.`;
}
