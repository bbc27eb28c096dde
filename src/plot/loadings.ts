import { requireOptions, requireResult } from "../errors.js";
import { counted } from "../readable.js";
import type { Factors } from "../represent/factors.js";
import type { PrincipalComponents } from "../represent/principalComponents.js";
import { column } from "../table.js";
import { type Figure, figure } from "./figure.js";
import { axis, baseLayout, diverging, userText } from "./theme.js";

/** Options of `plot.loadings`. */
export interface LoadingsOptions {
  /** Texts of the items, by name, to stand beside them. */
  questions?: Readonly<Record<string, string>>;
  /** Loadings below this, without sign, are drawn without their number. */
  cutoff?: number;
}

/**
 * Which items belong to which factor: a heat map of loadings. Items stand in rows, sorted by the factor that they load on most and by the
 * strength of that loading; factors stand in columns, in their order. Blue is a loading above 0, orange-brown one below. Numbers below `cutoff` are left
 * out, so that what belongs together is seen as blocks.
 *
 * A clear solution has one dark cell in each row. Rows with several dark cells mix factors; pale rows belong to none. A loading says how an
 * item goes with the factor among these answers, not that the factor is a cause.
 *
 * @param found what `factors` or `principalComponents` returns.
 * @throws RangeError where there are no items or the cutoff is not from 0 to 1.
 *
 * @example
 * const draw = random(1);
 * const people = Array.from({ length: 200 }, (_, customer) => {
 *   const [price, quality] = [draw.normal(), draw.normal()];
 *   const answer = (opinion: number) => opinion + draw.normal();
 *   return { customer, p1: answer(price), q1: answer(quality), p2: answer(price), q2: answer(quality), p3: answer(price) };
 * });
 * const found = await factors(people, { k: 2 });
 * console.log(plot.loadings(found).title); // Which of 5 items belong to which of 2 factors
 */
export function loadings(
  found: Pick<Factors, "loadings" | "names" | "items"> & Partial<Pick<Factors, "variance" | "method" | "rotation">>,
  options?: LoadingsOptions,
): Figure;
export function loadings(
  found: Pick<PrincipalComponents, "loadings" | "names" | "items"> & Partial<Pick<PrincipalComponents, "components">>,
  options?: LoadingsOptions,
): Figure;
export function loadings(
  found: Pick<Factors | PrincipalComponents, "items"> & {
    readonly loadings: Factors["loadings"] | PrincipalComponents["loadings"];
    readonly names: readonly string[];
  } & Partial<Pick<Factors, "variance" | "method" | "rotation">> &
    Partial<Pick<PrincipalComponents, "components">>,
  options: LoadingsOptions = {},
): Figure {
  requireResult(found, "loadings", "factors or principalComponents");
  requireOptions(options, { questions: true, cutoff: true }, "plot.loadings");
  const { questions = {}, cutoff = 0.2 } = options;
  const { items, names } = found;
  if (items.length === 0 || names.length === 0)
    throw new RangeError(`expected at least one item and one factor, got ${items.length} and ${names.length}`);
  if (!(cutoff >= 0 && cutoff <= 1)) throw new RangeError(`expected a cutoff from 0 to 1, got ${cutoff}`);
  const noun = names[0]!.replace(/\d+$/, "");
  const values = names.map((name) => Array.from(column(found.loadings, name), Number));
  const rows = sortedRows(values, items.length);
  const z = rows.map(({ item }) => values.map((own) => Number(own[item]!.toFixed(3)) || 0));
  // Loadings of covariances may be beyond 1.
  const reach = Math.max(1, ...z.flat().map(Math.abs));
  const shares = sharesOf(found);
  const title = `Which of ${counted(items.length, "item")} belong${items.length === 1 ? "s" : ""} to which of ${counted(names.length, noun)}`;
  const how =
    found.method === undefined
      ? ""
      : ` ${found.method === "ml" ? "Maximum likelihood" : "Minres"}${found.rotation === undefined || found.rotation === "none" ? ", not rotated" : `, ${found.rotation}`}.`;
  const text = z.map((row) => row.map((value) => (Math.abs(value) < cutoff ? "" : value.toFixed(2))));
  const longest = Math.max(...items.map((item) => labelOf(item, questions).length));
  const width = Math.min(1100, Math.max(640, 300 + Math.min(longest, 52) * 6 + names.length * 74));
  return figure({
    title,
    alt: describe(items, names, values, rows, noun, title),
    width,
    height: Math.max(340, 200 + items.length * 22),
    data: [
      {
        type: "heatmap",
        name: "loadings",
        x: names.map((_, f) => f),
        y: rows.map((_, i) => i),
        z,
        text,
        texttemplate: "%{text}",
        textfont: { size: 11 },
        customdata: rows.map(({ item }) => names.map((name) => `${userText(items[item]!, 60)} on ${titled(name)}`)),
        hovertemplate: "%{customdata}: %{z:.3f}<extra></extra>",
        colorscale: diverging,
        zmin: -reach,
        zmax: reach,
        xgap: 2,
        ygap: 1,
        colorbar: { title: { text: "Loading", side: "right" }, thickness: 16 },
      },
    ],
    layout: baseLayout(
      {
        title,
        subtitle: `Loadings; numbers below ${cutoff.toFixed(2)} are left out. Items are sorted by the ${noun} that they load on most.${how}`,
        width,
      },
      {
        xaxis: axis(shares === undefined ? titled(noun) : `${titled(noun)} (share of the variance of all items)`, {
          type: "linear",
          range: [-0.5, names.length - 0.5],
          tickvals: names.map((_, f) => f),
          ticktext: names.map((name, f) =>
            shares === undefined ? titled(name) : `${titled(name)}<br>${Math.round(100 * shares[f]!)} %`,
          ),
          showgrid: false,
        }),
        yaxis: axis("Item", {
          type: "linear",
          range: [items.length - 0.5, -0.5],
          tickvals: rows.map((_, i) => i),
          ticktext: rows.map(({ item }) => userText(labelOf(items[item]!, questions), 52)),
          showgrid: false,
        }),
      },
    ),
  });
}

function labelOf(item: string, questions: Readonly<Record<string, string>>): string {
  return Object.hasOwn(questions, item) ? `${item}: ${questions[item]}` : item;
}

/** "Factor 1" of "factor1". */
function titled(name: string): string {
  return `${name[0]!.toUpperCase()}${name.slice(1).replace(/(\d+)$/, " $1")}`;
}

function sharesOf(found: Partial<Pick<Factors, "variance"> & Pick<PrincipalComponents, "components">>) {
  if (found.variance !== undefined) return Array.from(column(found.variance, "proportion"), Number);
  return found.components === undefined ? undefined : Array.from(column(found.components, "share"), Number);
}

/** The items by the factor of their largest loading, and within it from the largest on. */
function sortedRows(values: readonly (readonly number[])[], count: number): { item: number; factor: number }[] {
  const strength = (item: number, f: number) => Math.abs(values[f]![item]!);
  return Array.from({ length: count }, (_, item) => ({
    item,
    factor: values.reduce((best, _, f) => (strength(item, f) > strength(item, best) ? f : best), 0),
  })).sort((a, b) => a.factor - b.factor || strength(b.item, b.factor) - strength(a.item, a.factor) || a.item - b.item);
}

/** The strongest items of each factor, in words. */
function describe(
  items: readonly string[],
  names: readonly string[],
  values: readonly (readonly number[])[],
  rows: readonly { item: number; factor: number }[],
  noun: string,
  title: string,
): string {
  const said = names.slice(0, 12).map((name, f) => {
    const own = rows.filter(({ factor }) => factor === f);
    const named = own.slice(0, 5).map(({ item }) => `${items[item]} (${values[f]![item]!.toFixed(2)})`);
    return `${titled(name)}: ${named.length === 0 ? "no item loads on it most" : named.join(", ")}${own.length > 5 ? ` and ${own.length - 5} more` : ""}`;
  });
  return `${title}: a heat map of loadings, each item under the ${noun} that it loads on most. ${said.join("; ")}${names.length > 12 ? `; and ${names.length - 12} more` : ""}.`;
}
