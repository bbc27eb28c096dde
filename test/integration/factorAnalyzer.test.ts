// Factor analysis held to factor_analyzer where Python has it. (Run here with factor_analyzer 0.5.1.)
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { random } from "../../src/random.js";
import { factors } from "../../src/represent/factors.js";
import type { Table } from "../../src/table.js";

const python = process.env.CLIENTELE_PYTHON ?? "python3";
const skip =
  spawnSync(python, ["-c", "import factor_analyzer"], { stdio: "ignore" }).status === 0
    ? false
    : "needs Python with factor_analyzer (CLIENTELE_PYTHON names it)";

// factor_analyzer 0.5.1 names an argument of scikit-learn's check_array that has another name since 1.6.
const program = `
import json, sys
import numpy as np
import factor_analyzer.factor_analyzer as fa
check = fa.check_array
def patched(x, force_all_finite=None, **rest):
    if force_all_finite is not None:
        rest["ensure_all_finite"] = force_all_finite
    return check(x, **rest)
fa.check_array = patched
out = []
for shape in json.load(sys.stdin):
    x = np.array(shape["rows"])
    kmo_items, kmo = fa.calculate_kmo(x)
    chi, p = fa.calculate_bartlett_sphericity(x)
    one = {"kmo": float(kmo), "kmoItems": kmo_items.tolist(), "chi": float(chi), "fits": {}}
    for method in ("minres", "ml"):
        for rotation in ("varimax", None):
            model = fa.FactorAnalyzer(shape["k"], rotation=rotation, method=method)
            model.fit(x)
            one["fits"][f"{method} {rotation}"] = {
                "loadings": model.loadings_.tolist(), "communalities": model.get_communalities().tolist()}
    out.append(one)
print(json.dumps(out))
`;

interface Printed {
  kmo: number;
  kmoItems: number[];
  chi: number;
  fits: Record<string, { loadings: number[][]; communalities: number[] }>;
}

const numbers = (table: Table, name: string) => Array.from(table.array(name) as ArrayLike<number>);

/** Answers to items that share opinions, on five levels. */
function answersOf(count: number, k: number, each: number, seed: number): number[][] {
  const draw = random(seed);
  return Array.from({ length: count }, () => {
    const opinions = Array.from({ length: k }, () => draw.normal());
    return opinions.flatMap((opinion) =>
      Array.from({ length: each }, (_, i) =>
        Math.max(1, Math.min(5, Math.round(3 + 0.9 * opinion + (0.6 + 0.1 * i) * draw.normal()))),
      ),
    );
  });
}

const shapes = [
  { rows: answersOf(400, 3, 4, 1), k: 3 },
  { rows: answersOf(150, 2, 5, 2), k: 2 },
  { rows: answersOf(900, 4, 5, 3), k: 4 },
];

test("KMO, Bartlett, communalities and loadings of factor_analyzer, three shapes, minres and ml", {
  skip,
}, async () => {
  const { stdout, stderr, status } = spawnSync(python, ["-W", "ignore", "-c", program], {
    encoding: "utf8",
    input: JSON.stringify(shapes),
    maxBuffer: 2 ** 28,
  });
  assert.equal(status, 0, stderr);
  const printed = JSON.parse(stdout) as Printed[];
  for (const [s, { rows, k }] of shapes.entries()) {
    const peer = printed[s]!;
    const answers = rows.map((row, customer) => ({
      customer,
      ...Object.fromEntries(row.map((value, i) => [`q${i}`, value])),
    }));
    for (const method of ["minres", "ml"] as const)
      for (const rotation of ["varimax", "none"] as const) {
        const found = await factors(answers, { k, method, rotation });
        const what = `shape ${s}, ${method}, ${rotation}`;
        assert.ok(Math.abs(found.adequacy.kmo! - peer.kmo) < 1e-9, what);
        numbers(found.adequacy.items, "kmo").forEach((value, i) => {
          assert.ok(Math.abs(value - peer.kmoItems[i]!) < 1e-9, what);
        });
        assert.ok(Math.abs(found.adequacy.bartlett!.chiSquared / peer.chi - 1) < 1e-9, what);
        const { loadings, communalities } = peer.fits[`${method} ${rotation === "none" ? "None" : rotation}`]!;
        numbers(found.loadings, "communality").forEach((value, i) => {
          assert.ok(Math.abs(value - communalities[i]!) < 2e-3, `${what}: ${value} for ${communalities[i]}`);
        });
        // Signs and order are free: each of our factors is held to the one of theirs that it is most like.
        for (const name of found.names) {
          const own = numbers(found.loadings, name);
          const distance = Math.min(
            ...loadings[0]!.flatMap((_, f) =>
              [1, -1].map((sign) => Math.max(...own.map((value, i) => Math.abs(value - sign * loadings[i]![f]!)))),
            ),
          );
          assert.ok(distance < 5e-3, `${what}, ${name}: ${distance}`);
        }
      }
  }
});
