import type { Matrix } from "../../src/matrix.js";
import { random } from "../../src/random.js";
import { matrix } from "../../src/represent/matrix.js";
import type { Segmentation } from "../../src/segmentation.js";
import { type Row, toTable } from "../../src/table.js";
import { type Profile, profile } from "../../src/target/profile.js";
import { segmentationOf } from "./examples.js";

/** Made answers of made segments: for each column its levels, the likely one being another for each segment. */
export function answered(
  columns: Readonly<Record<string, readonly string[]>>,
  {
    rows = 600,
    k = 4,
    numbers = [] as readonly string[],
    names = undefined as readonly string[] | undefined,
    seed = 1,
  },
): { matrix: Matrix; segmentation: Segmentation; profile: Profile } {
  const generator = random(seed);
  const labels = Array.from({ length: rows }, () => Math.floor(generator.uniform() ** 1.4 * k));
  const likely = Object.fromEntries(
    Object.entries(columns).map(([name, levels]) => [
      name,
      labels.slice(0, k).map(() => generator.integer(levels.length)),
    ]),
  );
  const table = toTable<Row>(
    labels.map((label, customer) => ({
      customer,
      ...Object.fromEntries(
        numbers.map((name, j) => [name, Math.exp(3 + j + (label - 1) * 0.4 + generator.normal() * 0.5)]),
      ),
      ...Object.fromEntries(
        Object.entries(columns).map(([name, levels]) => [
          name,
          generator.uniform() < 0.03
            ? null
            : levels[generator.uniform() < 0.6 ? likely[name]![label]! : generator.integer(levels.length)]!,
        ]),
      ),
    })),
  );
  const segmentation = segmentationOf(labels, k, names);
  return {
    matrix: matrix(table, { columns: [...numbers], categorical: Object.keys(columns), scale: "standard" }),
    segmentation,
    profile: profile(table, segmentation),
  };
}

export const yesOrNo = Object.fromEntries(
  [
    "yummy",
    "convenient",
    "spicy",
    "fattening",
    "greasy",
    "fast",
    "cheap",
    "tasty",
    "expensive",
    "healthy",
    "disgusting",
  ].map((name) => [name, ["No", "Yes"]]),
);

export const sixLevels = {
  "visit frequency": [
    "More than once a week",
    "Once a week",
    "Once a month",
    "Every three months",
    "Once a year",
    "Never",
  ],
  region: ["North", "East", "South", "West", "Abroad", "unknown"],
  payment: ["card", "cash", "invoice", "voucher", "phone", "other"],
};
