import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { random } from "../../src/random.js";
import { scales } from "../../src/represent/scales.js";
import type { Row } from "../../src/table.js";
import { type ContrastRow, contrasts } from "../../src/target/contrasts.js";
import { segmentationOf } from "../plot/examples.js";

const python = process.env.CLIENTELE_PYTHON ?? "python3";
const has = (packages: string) => spawnSync(python, ["-c", `import ${packages}`], { stdio: "ignore" }).status === 0;
const skip = has("pingouin, statsmodels")
  ? false
  : "needs Python with pingouin and statsmodels (CLIENTELE_PYTHON names it)";

const program = `
import json, sys, warnings
import pandas as pd, pingouin as pg
from scipy import stats
from statsmodels.stats.multitest import multipletests
warnings.simplefilter("ignore")
given = json.load(sys.stdin)
out = {"alpha": [], "tests": []}
for rows in given["answers"]:
    d = pd.DataFrame(rows, dtype=float)
    pairwise, _ = pg.cronbach_alpha(d, nan_policy="pairwise")
    complete, interval = pg.cronbach_alpha(d.dropna(), ci=0.9)
    out["alpha"].append([float(pairwise), float(complete), *map(float, interval)])
for rows in given["segmented"]:
    d = pd.DataFrame(rows)
    x = d.dropna(subset=["number"])
    groups = [g["number"].to_numpy(float) for _, g in x.groupby("segment")]
    w = pg.welch_anova(data=x.astype({"number": float}), dv="number", between="segment").iloc[0]
    f = stats.f_oneway(*groups)
    h = pg.kruskal(data=x.astype({"number": float}), dv="number", between="segment").iloc[0]
    _, _, s = pg.chi2_independence(d.dropna(subset=["text"]), x="segment", y="text", correction=False)
    s = s[s["test"] == "pearson"].iloc[0]
    key = "p_unc" if "p_unc" in w else "p-unc"
    p = [float(w[key]), float(s["pval"])]
    out["tests"].append({
        "welch": [float(w["F"]), float(w["ddof2"]), p[0], float(w["np2"])],
        "anova": [float(f.statistic), float(f.pvalue)],
        "kruskalWallis": [float(h["H"]), float(h[key])],
        "chi": [float(s["chi2"]), float(s["dof"]), p[1], float(s["cramer"])],
        "holm": multipletests(p, method="holm")[1].tolist(),
    })
print(json.dumps(out))
`;

interface Printed {
  alpha: [number, number, number, number][];
  tests: {
    welch: [number, number, number, number];
    anova: [number, number];
    kruskalWallis: [number, number];
    chi: [number, number, number, number];
    holm: [number, number];
  }[];
}

const items = ["a", "b", "c", "d", "e", "f"] as const;

/** Answers from 1 to 7 of people who agree more or less, some of them missing. */
function answered(seed: number, count: number, width: number, gaps: number): Row[] {
  const draw = random(seed);
  return Array.from({ length: count }, (_, customer) => {
    const person = draw.normal();
    const answer = () => Math.max(1, Math.min(7, Math.round(4 + person + 1.3 * draw.normal())));
    const own = items.slice(0, width).map((name) => [name, draw.uniform() < gaps ? null : answer()]);
    return { customer, ...Object.fromEntries(own) };
  });
}

/** Customers in segments, with a number (ties, gaps, unequal spread) and a text. */
function segmented(seed: number, count: number, k: number): { rows: Row[]; labels: number[] } {
  const draw = random(seed);
  const labels = Array.from({ length: count }, (_, i) => (i < 3 * k ? i % k : Math.floor(k * draw.uniform() ** 2)));
  const rows = labels.map((label, customer) => ({
    customer,
    segment: label,
    number: draw.uniform() < 0.1 ? null : Math.round(label + (1 + label) * draw.normal()) / 2,
    text: draw.uniform() < 0.05 ? null : ["red", "green", "blue", "white"][(label + draw.integer(3)) % 4]!,
  }));
  return { rows, labels };
}

test("has the figures of pingouin and statsmodels: Cronbach's alpha by two rules, Welch, ANOVA, Kruskal-Wallis, chi-squared, Holm", {
  skip,
}, () => {
  const sets = [
    [1, 12, 3, 0],
    [2, 60, 2, 0.1],
    [3, 400, 6, 0.08],
    [4, 2500, 5, 0.02],
  ] as const;
  const surveys = sets.map(([seed, count, width, gaps]) => ({ rows: answered(seed, count, width, gaps), width }));
  const shops = [
    [5, 40, 2],
    [6, 150, 4],
    [7, 3000, 7],
  ].map(([seed, count, k]) => ({ ...segmented(seed!, count!, k!), k: k! }));
  const { stdout, stderr, status } = spawnSync(python, ["-c", program], {
    encoding: "utf8",
    input: JSON.stringify({
      answers: surveys.map(({ rows }) => rows.map(({ customer: _, ...answers }) => answers)),
      segmented: shops.map(({ rows }) => rows),
    }),
    maxBuffer: 2 ** 26,
  });
  assert.equal(status, 0, stderr);
  const printed = JSON.parse(stdout) as Printed;
  const near = (found: number | null, wanted: number, within: number, what: string) =>
    assert.ok(found !== null && Math.abs(found - wanted) <= within, `${what}: expected ${wanted}, got ${found}`);

  surveys.forEach(({ rows, width }, i) => {
    const keys = { s: items.slice(0, width) };
    const [pairwise, complete, lower, upper] = printed.alpha[i]!;
    near(scales(rows, { id: "customer", scales: keys }).summary.get("alpha", 0), pairwise, 1e-10, `pairwise ${i}`);
    const { summary } = scales(rows, { id: "customer", scales: keys, missing: "complete", level: 0.9 });
    near(summary.get("alpha", 0), complete, 1e-10, `complete ${i}`);
    // Rounded to three digits there.
    near(summary.get("alphaLower", 0), lower, 5.1e-4, `lower ${i}`);
    near(summary.get("alphaUpper", 0), upper, 5.1e-4, `upper ${i}`);
  });

  shops.forEach(({ rows, labels, k }, i) => {
    const peer = printed.tests[i]!;
    const of = (numbers: "welch" | "anova" | "kruskalWallis") => {
      const found = contrasts(rows, segmentationOf(labels, k), {
        id: "customer",
        variables: ["number", "text"],
        numbers,
      });
      const all = found.table.objects() as ContrastRow[];
      return (variable: string) => all.find((row) => row.variable === variable)!;
    };
    const welch = of("welch");
    near(welch("number").statistic, peer.welch[0], 1e-8 * peer.welch[0], `F ${i}`);
    near(welch("number").df2, peer.welch[1], 1e-8 * peer.welch[1], `df ${i}`);
    near(welch("number").p, peer.welch[2], 1e-10, `p ${i}`);
    near(welch("number").effectSize, peer.welch[3], 1e-10, `eta squared ${i}`);
    near(welch("text").statistic, peer.chi[0], 1e-8, `chi-squared ${i}`);
    near(welch("text").df1, peer.chi[1], 0, `df ${i}`);
    near(welch("text").p, peer.chi[2], 1e-10, `p of chi-squared ${i}`);
    near(welch("text").effectSize, peer.chi[3], 1e-10, `V ${i}`);
    near(welch("number").pHolm, peer.holm[0], 1e-10, `Holm ${i}`);
    near(welch("text").pHolm, peer.holm[1], 1e-10, `Holm ${i}`);
    near(of("anova")("number").statistic, peer.anova[0], 1e-8 * peer.anova[0], `classical F ${i}`);
    near(of("anova")("number").p, peer.anova[1], 1e-10, `classical p ${i}`);
    near(of("kruskalWallis")("number").statistic, peer.kruskalWallis[0], 1e-8, `H ${i}`);
    near(of("kruskalWallis")("number").p, peer.kruskalWallis[1], 1e-10, `p of H ${i}`);
  });
});
