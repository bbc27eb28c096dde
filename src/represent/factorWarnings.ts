import type { Extraction } from "../numeric/extractFactors.js";
import type { RotatedFactors } from "../numeric/rotateFactors.js";
import { counted } from "../readable.js";

/** From here on a loading is worth naming. */
const strong = 0.3;

/** What to know before trusting factors, in words. */
export function factorWarnings(
  found: Extraction,
  turned: RotatedFactors,
  about: {
    items: readonly string[];
    names: readonly string[];
    k: number;
    adequate: { kmo: number; p: number } | undefined;
    heywood: readonly string[];
    asked: number | undefined;
  },
): string[] {
  const { items, names, k, adequate, heywood, asked } = about;
  const said: string[] = [];
  if (adequate === undefined)
    said.push(
      "KMO, Bartlett's test and the chi-squared test are not defined: they need correlations that are positive definite.",
    );
  if (adequate !== undefined && adequate.kmo < 0.5)
    said.push(`KMO is ${adequate.kmo.toFixed(2)} (below .50): the items share too little for factors.`);
  if (adequate !== undefined && adequate.p > 0.05)
    said.push(
      `Bartlett's test does not reject that nothing correlates (p ${adequate.p.toFixed(2)}): factors of these answers may be chance.`,
    );
  if (asked !== undefined && asked > k)
    said.push(`Parallel analysis suggests ${asked} factors; ${items.length} items can tell no more than ${k}.`);
  if (!found.converged)
    said.push(
      `The extraction had not converged after ${counted(found.iterations, "iteration")}; the loadings are not final: try fewer factors.`,
    );
  if (heywood.length > 0)
    said.push(
      `Heywood case: the factors claim all variance of ${heywood.join(", ")}, so ${heywood.length === 1 ? "its" : "their"} uniqueness was held at 0.005 and the solution is improper; try fewer factors, or leave out items that say the same.`,
    );
  if (turned.fellBack === true)
    said.push("The loadings do not tell the factors apart enough for promax; these are those of varimax.");
  else if (!turned.converged) said.push("The rotation had not converged; the loadings are not final.");
  if (k > 1)
    names.forEach((name, f) => {
      const own = items.filter((_, i) => Math.abs(turned.pattern[i * k + f]!) >= strong).length;
      if (own < 3)
        said.push(
          `${name} has ${own === 0 ? "no item" : counted(own, "item")} with a loading of .30 or more (three are the least to read a factor by): there may be too many factors.`,
        );
    });
  return said;
}
