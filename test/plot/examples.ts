import { dictionaryOf, type FeatureRow, type Features } from "../../src/features.js";
import { type Matrix, matrixOf } from "../../src/matrix.js";
import { type Figure, figure } from "../../src/plot/figure.js";
import { plot } from "../../src/plot/index.js";
import { axis, baseLayout, sequential } from "../../src/plot/theme.js";
import { random } from "../../src/random.js";
import type { Activity, ActivityRow } from "../../src/represent/activity.js";
import type { Factors } from "../../src/represent/factors.js";
import { type JoinedFeatures, joinFeatures } from "../../src/represent/joinFeatures.js";
import { orderBySize, type Segmentation } from "../../src/segmentation.js";
import { type Row, tableOf, toTable } from "../../src/table.js";
import { contrasts } from "../../src/target/contrasts.js";
import { type Profile, profile } from "../../src/target/profile.js";
import { answered, sixLevels, yesOrNo } from "./answered.js";
import { deepOf, historyOf } from "./deepSegmentations.js";
import { dendrogramOf } from "./dendrograms.js";
import { densities } from "./densities.js";
import { stabilityOf } from "./stabilities.js";
import { five as agreementLevels, surveyOf } from "./surveys.js";

const hostile = '<script>alert("1")</script> & $5–$10 %{x} café 客户細分';
const long = "Customers who bought once, long ago, in the sale, and never answered any of our many letters";

/** A made segmentation: everything that is drawn, nothing fitted. */
export function segmentationOf(
  labels: ArrayLike<number>,
  k: number,
  names?: readonly string[],
  ids?: readonly (string | number)[],
): Segmentation {
  const { labels: ordered, sizes } = orderBySize(labels, k);
  return {
    method: "made",
    k,
    ids: ids ?? Array.from(ordered, (_, i) => i),
    labels: ordered,
    sizes,
    ...(names === undefined ? {} : { names }),
    parameters: {},
    quality: {},
    converged: true,
    iterations: 1,
    model: { kind: "rules", rules: [] },
    warnings: [],
  };
}

/** Points around k centers in p dimensions. */
export function cloud(rows: number, k: number, columns: readonly string[], seed: number) {
  const generator = random(seed);
  const centers = Array.from({ length: k }, () => columns.map(() => generator.normal() * 3));
  const labels = Array.from({ length: rows }, () => Math.min(k - 1, Math.floor(generator.uniform() ** 1.5 * k)));
  const values = Object.fromEntries(
    columns.map((name, j) => [name, labels.map((label) => centers[label]![j]! + generator.normal())]),
  );
  return { matrix: matrixOf(values), labels };
}

/** Parts of features on so many customers, each of which knows a share of them. */
export function partsOf(rows: number, shares: Readonly<Record<string, number>>): JoinedFeatures {
  const generator = random(9);
  return joinFeatures(
    Object.fromEntries(
      Object.entries(shares).map(([name, share], j) => [
        name,
        Array.from({ length: rows }, (_, i) => ({ customer: i, [`feature${j}`]: i % 7 })).filter(
          () => generator.uniform() < share,
        ),
      ]),
    ),
  );
}

/** Features of so many customers, some of which go together and some of which are missing, of the bases given. */
export function relatedFeatures(
  rows: number,
  columns: readonly string[],
  baseOf: (place: number) => FeatureRow["base"],
): Features {
  const generator = random(12);
  const moods = Array.from({ length: rows }, () => [generator.normal(), generator.normal(), generator.normal()]);
  const table = tableOf(
    Object.fromEntries<(string | number | null)[]>([
      ["customer", moods.map((_, i) => `c${i}`)],
      ...columns.map((name, j): [string, (number | null)[]] => [
        name,
        moods.map((mood, i) =>
          (i + j) % 11 === 0 && j % 3 === 1 ? null : (j % 4 === 3 ? -1 : 1) * mood[j % 3]! + 0.7 * generator.normal(),
        ),
      ]),
    ]) as Record<string, never[]>,
    ["customer", ...columns],
  );
  const dictionary = columns.map((feature, j) => ({
    feature,
    base: baseOf(j),
    unit: "score",
    source: "made",
    definition: "Made.",
  }));
  return { table, id: "customer", dictionary: dictionaryOf(dictionary), warnings: [] };
}

/** Customers in segments that differ in money (with a long tail), scores and categories; some values are missing. */
export function distributed(
  rows: number,
  k: number,
  names?: readonly string[],
): { features: Features; segmentation: Segmentation } {
  const generator = random(21);
  const labels = Array.from({ length: rows }, (_, i) => (i % 29 === 28 ? -1 : Math.min(k - 1, i % (k + 1))));
  const customers = labels.map((label, i) => ({
    customer: `c${i}`,
    monetary: Math.round(100 * Math.exp(generator.normal() * 1.2 + label * 0.7)) / 100 + (i === 5 ? 90_000 : 0) + 0.5,
    age: i % 13 === 0 ? null : Math.round(45 + 9 * generator.normal() - 3 * label),
    trust: generator.normal() + (label % 2),
    channel: ["web", "shop", "phone", "app", "partner", "fair", "letter", "other way"][
      Math.min(7, Math.floor(generator.uniform() ** (1 + label) * 8))
    ]!,
    member: generator.uniform() < 0.2 + 0.15 * label,
    [hostile]: generator.uniform() < 0.5 ? long : "<b>no</b>",
  }));
  const base = { monetary: "behavioral", age: "demographic", trust: "psychographic", channel: "behavioral" } as const;
  const unit = { monetary: "money", age: "years", trust: "score" } as const;
  return {
    features: {
      table: toTable(customers),
      id: "customer",
      dictionary: dictionaryOf(
        Object.entries(base).map(([feature, one]) => ({
          feature,
          base: one,
          unit: unit[feature as keyof typeof unit] ?? "category",
          source: "made",
          definition: null,
        })),
      ),
      warnings: [],
    },
    segmentation: segmentationOf(
      labels,
      k,
      names,
      customers.map(({ customer }) => customer),
    ),
  };
}

/** Figures that the plots do not read. */
function rest(columns: readonly string[]) {
  const zero = Object.fromEntries(columns.map((c) => [c, 0]));
  return { median: zero, missing: zero, total: {}, shareOf: {}, standardized: {}, levels: {}, levelLift: {}, mode: {} };
}

export function profileOf(
  names: readonly string[],
  columns: readonly string[],
  seed: number,
): Pick<Profile, "columns" | "segments" | "all"> {
  const generator = random(seed);
  const all = Object.fromEntries(columns.map((c, j) => [c, 10 ** (j % 5) * (1 + generator.uniform())]));
  const size = names.map((_, i) => 900 - i * 60);
  const total = size.reduce((a, b) => a + b, 0);
  return {
    columns,
    segments: names.map((name, label) => {
      const lift = Object.fromEntries(columns.map((c) => [c, Math.exp(generator.normal() * 0.8)]));
      return {
        label,
        name,
        size: size[label]!,
        share: size[label]! / total,
        mean: Object.fromEntries(columns.map((c) => [c, all[c]! * lift[c]!])),
        lift,
        ...rest(columns),
      };
    }),
    all: { size: total, mean: all, ...rest(columns) },
  };
}

function scored(rows: number, frequencyLevels: readonly number[]) {
  const generator = random(4);
  return Array.from({ length: rows }, (_, i) => {
    const recencyScore = 1 + generator.integer(5);
    const frequencyScore =
      frequencyLevels[
        Math.min(
          frequencyLevels.length - 1,
          Math.floor(((recencyScore + generator.integer(4)) / 9) * frequencyLevels.length),
        )
      ]!;
    return {
      customer: `c${i}`,
      recency: 400 - recencyScore * 60,
      frequency: frequencyScore * 2,
      monetary: Math.round(20 * frequencyScore ** 2.5 * Math.exp(generator.normal() * 0.7)),
      recencyScore,
      frequencyScore,
      monetaryScore: 3,
    };
  });
}

function choice(from: number, to: number, recommended: number, all = false) {
  const rows = [];
  const gapAt = (k: number) => 1.1 - 2 / k + Math.min(0, recommended - k) * 0.01;
  for (let k = from; k <= to; k++)
    rows.push({
      k,
      smallest: 20,
      inertia: 23456789 / k ** 1.3,
      silhouette: 0.55 - Math.abs(k - recommended) * 0.04,
      calinskiHarabasz: 520 - Math.abs(k - 3) * 30,
      daviesBouldin: 0.6 + Math.abs(k - recommended) * 0.07,
      dunn: all ? 0.05 + Math.abs(k - 5) * 0.01 : null,
      gap: all ? gapAt(k) : null,
      gapError: all ? 0.06 : null,
      bic: all ? 43210 - k * 120 + k * k * 15 : null,
      timesFound: 12,
      restarts: 25,
    });
  const ks = Array.from({ length: to }, (_, i) => i + 1);
  const gaps = toTable(ks.map((k) => ({ k, gap: gapAt(k), gapError: 0.06, logWithin: 9 - gapAt(k), expected: 9 })));
  return {
    table: toTable(rows),
    ...(all ? { gap: { k: 6, rising: false, references: 20, box: "axes" as const, table: gaps } } : {}),
    recommended,
    reason: `k = ${recommended} has the largest mean silhouette (0.55)`,
    dissent: [
      "Calinski-Harabasz is largest at k = 3.",
      "The best solution for k = 7 was found only once in 25 starts.",
    ],
  };
}

/** Adjusted Rand indices of candidates, some below 0. */
function agreementOf(candidates: readonly string[]) {
  const index = (a: number, b: number) => (a === b ? 1 : ((a * b * 37 + 11 * (a + b)) % 100) / 95 - 0.04);
  return { candidates, agreement: candidates.map((_, a) => candidates.map((_, b) => index(a, b))) };
}

function silhouettes(sizes: readonly number[], seed: number, names: readonly string[] = []) {
  const generator = random(seed);
  const labels = sizes.flatMap((size, label) => new Array<number>(size).fill(label));
  const values = Float64Array.from(labels, (label) =>
    Math.max(-0.4, Math.min(0.95, 0.55 - label * 0.05 + generator.normal() * 0.2)),
  );
  const segments = sizes.map((size, label) => ({
    label,
    name: names[label] ?? `Segment ${label + 1}`,
    size,
    scored: size,
    mean: 0,
  }));
  return { values, labels: Int32Array.from(labels), mean: values.reduce((a, b) => a + b, 0) / values.length, segments };
}

function months(from: number, count: number, gaps: readonly number[]) {
  return toTable(
    Array.from({ length: count }, (_, i) => i)
      .filter((i) => !gaps.includes(i))
      .map((i) => ({
        period: `${Math.floor((from + i) / 12)}-${String(((from + i) % 12) + 1).padStart(2, "0")}`,
        orders: 1200 + Math.round(500 * Math.sin(i)) + i * 30,
      })),
  );
}

const findings = toTable([
  { check: "missing customer", severity: "warning", rows: 135080, share: 0.2493, detail: "" },
  { check: "cancellations and returns", severity: "note", rows: 9288, share: 0.0171, detail: "" },
  { check: "price not above zero", severity: "problem", rows: 2517, share: 0.0046, detail: "" },
  { check: "duplicate lines", severity: "warning", rows: 5268, share: 0.0097, detail: "" },
  { check: "dates in the future", severity: "ok", rows: 0, share: 0, detail: "" },
  { check: "more than one currency", severity: "ok", rows: 0, share: 0, detail: "" },
]);

/** Made latent classes: probabilities drawn at random, of items with so many levels. */
export function classesOf(k: number, items: readonly string[], levels: readonly string[], names?: readonly string[]) {
  const generator = random(k);
  const weights = Array.from({ length: k }, (_, c) => (2 * (k - c)) / (k * (k + 1)));
  const shares = () => {
    const drawn = levels.map(() => generator.uniform() ** 3);
    const sum = drawn.reduce((a, b) => a + b, 0);
    return drawn.map((one) => one / sum);
  };
  return {
    ...segmentationOf([], k, names),
    method: "latentClass",
    model: {
      kind: "classes" as const,
      categorical: items.map((column) => ({ column, levels })),
      weights,
      probabilities: weights.map(() => items.map(shares)),
      columns: [],
      means: weights.map(() => []),
      variances: weights.map(() => []),
      preparation: { id: "row", columns: [], categorical: [] },
    },
  };
}

const statements = [
  "I compare prices before I buy.",
  "I wait for an offer when I can.",
  "I rarely look at what groceries cost.",
  "Coupons decide where I shop.",
  "I enjoy learning how good coffee or tea is made.",
  "I taste the difference between origins.",
  "One brand is as good as another.",
  "I would pay more for better equipment.",
  "My day starts with the same cup.",
  "I like to try something new each time.",
  "I reorder what I had before.",
  "I want to know who grew what I drink, and whether they were paid well enough for it to go on growing it.",
  "Packaging waste bothers me.",
  "Fair-trade labels make no difference to me.",
  "I would miss this shop if it closed.",
];

/** Answers that lean with the segment. */
function mosaicOf(k: number, levels: readonly string[], names?: readonly string[]): Figure {
  const asked = surveyOf(["What do you think?"], levels, { respondents: 600, seed: k });
  const answers = asked.answers.array("q1") as (number | null)[];
  const labels = answers.map((answer, i) =>
    i % 3 === 0 ? (answer ?? 1) % k : Math.floor((((i * 37) % 101) / 101) ** 1.7 * k),
  );
  return plot.mosaic(asked, segmentationOf(labels, k, names?.slice(0, k), asked.ids), { variable: "q1" });
}

/** Activity of so many orders or sessions in each segment (of all where there are no names), around an evening that is another for each. */
export function activityOf(
  totals: readonly number[],
  names?: readonly string[],
  of: Activity["of"] = "orders",
): Activity {
  const generator = random(14);
  const rows = totals.flatMap((total, label) => {
    const counts = new Float64Array(168);
    for (let i = 0; i < total; i++) {
      const late = (((19 - 3 * label + Math.round(3 * generator.normal())) % 24) + 24) % 24;
      const day = generator.uniform() < 0.25 ? (6 + label) % 7 : Math.floor(7 * generator.uniform());
      counts[24 * day + (generator.uniform() < 0.1 ? Math.floor(24 * generator.uniform()) : late)]!++;
    }
    return Array.from(counts, (count, i) => ({
      ...(names === undefined ? {} : { label, segment: names[label]! }),
      weekday: Math.floor(i / 24) + 1,
      hour: i % 24,
      count,
      share: total === 0 ? null : count / total,
    }));
  });
  return {
    table: toTable<ActivityRow>(rows),
    of,
    total: totals.reduce((sum, total) => sum + total, 0),
    ...(names === undefined
      ? {}
      : { segments: totals.map((total, label) => ({ label, name: names[label]!, customers: total, total })) }),
    warnings: [],
  };
}

/** Every plot, from friendly and from hostile data, by file name. */
export function examples(): { [name: string]: Figure } {
  const features = ["recency", "frequency", "monetary", "discount share", "orders online"];
  const five = cloud(900, 5, features, 3);
  const names = ["Champions", "Loyal", "At risk", "New", "Lost"];
  const twelve = cloud(1500, 12, features, 8);
  const many = cloud(9000, 4, features, 5);
  const twoColumns = cloud(200, 3, ["recency", hostile], 6);
  const oneColumn = cloud(300, 3, ["monetary"], 7);
  const single = cloud(60, 1, features, 2);
  const twelveNames = Array.from({ length: 12 }, (_, i) =>
    i % 3 === 0 ? `${i} ${long}` : i === 4 ? hostile : `Group ${i}`,
  );
  const deep = deepOf({ method: "idec" });
  const deepest = deepOf({
    rows: 9000,
    k: 12,
    size: 7,
    names: twelveNames,
    columns: ["recency", hostile, long, ...Array.from({ length: 11 }, (_, i) => `feature ${i}`)],
    levels: ["web", "shop", hostile],
    method: "vade",
    seeds: 16,
    odd: 40,
  });
  const shallow = deepOf({ rows: 40, k: 2, size: 1, columns: ["monetary"], seeds: 1, odd: 0 });
  const flat = deepOf({
    k: 4,
    size: 2,
    names: [long, hostile, "New", "Lost"],
    levels: ["no", "yes"],
    method: "dec",
    seeds: 2,
    baselines: false,
  });
  const stable = stabilityOf(400, [2, 3, 4, 5, 6, 7, 8], {
    names: { 3: ["Champions", hostile, long] },
    samples: 40,
  });
  const yesNo = answered(yesOrNo, { rows: 1400, names: ["Fans", "Regulars", "Once in a while", "Never again"] });
  const levelled = answered(sixLevels, {
    rows: 500,
    numbers: ["age", "monetary"],
    names: ["Fans", long, hostile, "Rest"],
  });
  const crowded = answered(
    {
      ...sixLevels,
      [hostile]: Array.from({ length: 15 }, (_, i) => (i === 0 ? long : `level ${i}`)),
      [long]: ["a", "b"],
    },
    { rows: 900, k: 12, names: Array.from({ length: 12 }, (_, i) => (i === 2 ? long : `Segment number ${i + 1}`)) },
  );
  const oneAnswer = answered({ tea: ["no", "yes"] }, { rows: 80, k: 2 });
  const fourSpread = distributed(600, 4, names);
  const twelveSpread = distributed(
    900,
    12,
    Array.from({ length: 12 }, (_, i) => (i === 2 ? long : i === 4 ? hostile : `Segment number ${i + 1}`)),
  );
  const twelveStable = stabilityOf(300, [12], { seed: 2 });
  return {
    "embedding-components": plot.embedding(deep),
    "embedding-many": plot.embedding(deepest),
    "embedding-one-number": plot.embedding(shallow),
    "embedding-two-numbers": plot.embedding(flat),
    "training-two-parts": plot.trainingHistory(deep),
    "training-one-part": plot.trainingHistory(shallow),
    "training-one-epoch": plot.trainingHistory(deep.history.slice(0, 1)),
    "training-seeds": plot.trainingHistory(
      [1, 2, 3, 4, 5].flatMap((seed) => historyOf(seed, 20 + 5 * seed, seed < 4 ? 12 : 0)),
    ),
    "training-many": plot.trainingHistory(Array.from({ length: 12 }, (_, i) => historyOf(i, 700, 0)).flat()),
    "seed-agreement": plot.seedAgreement(deep),
    "seed-agreement-many": plot.seedAgreement(deepest),
    "seed-agreement-one": plot.seedAgreement(shallow),
    "seed-agreement-alone": plot.seedAgreement(flat),
    "reconstruction-errors": plot.reconstructionErrors(deep),
    "reconstruction-errors-many": plot.reconstructionErrors(deepest),
    "reconstruction-errors-none": plot.reconstructionErrors(shallow),
    "reconstruction-errors-long": plot.reconstructionErrors(flat),
    traversals: plot.traversals(deep),
    "traversals-many": plot.traversals(deepest),
    "traversals-one": plot.traversals(shallow),
    "traversals-categories": plot.traversals(flat),
    coverage: plot.coverage(partsOf(2500, { purchases: 0.9, account: 0.75, survey: 0.35, web: 0.6 })),
    correlations: plot.correlations(
      relatedFeatures(
        300,
        [
          "age",
          "income",
          "town size",
          "openness",
          "trust",
          "orders",
          "basket",
          "returns",
          "weekend share",
          "screen width",
        ],
        (j) =>
          (["demographic", "demographic", "geographic", "psychographic", "psychographic"] as const)[j] ??
          (j < 9 ? "behavioral" : "technographic"),
      ),
    ),
    "correlations-plain": plot.correlations(
      relatedFeatures(300, ["recency", "frequency", "monetary", "tenure", "items"], () => null).table,
      {
        method: "spearman",
      },
    ),
    "correlations-two": plot.correlations(relatedFeatures(30, [hostile, long], (j) => (j === 0 ? "needs" : null))),
    "correlations-many": plot.correlations(
      relatedFeatures(
        200,
        Array.from({ length: 64 }, (_, j) => (j === 20 ? long : `feature number ${j + 1}`)),
        (j) =>
          (["demographic", "geographic", "psychographic", "behavioral", "needs", "technographic", null] as const)[
            Math.floor(j / 10)
          ]!,
      ),
    ),
    distributions: plot.distributions(fourSpread.features, fourSpread.segmentation),
    "distributions-plain": plot.distributions(fourSpread.features.table, fourSpread.segmentation, {
      columns: ["monetary", "member"],
      log: false,
    }),
    "distributions-one": plot.distributions(twelveSpread.features, twelveSpread.segmentation, { columns: ["trust"] }),
    "distributions-names": plot.distributions(twelveSpread.features, twelveSpread.segmentation),
    "profile-bases": plot.profile(profile(fourSpread.features, fourSpread.segmentation)),
    "profile-bases-snake": plot.profile(
      profile(fourSpread.features, fourSpread.segmentation, { columns: ["age", "trust", "monetary"] as never[] }),
      {
        kind: "snake",
      },
    ),
    hours: plot.hours(activityOf([4800])),
    "hours-segments": plot.hours(activityOf([2600, 1400, 900, 300], names.slice(0, 4), "sessions")),
    "hours-sparse": plot.hours(activityOf([21])),
    "hours-one-cell": plot.hours(activityOf([1])),
    "hours-one-segment": plot.hours(activityOf([400], [hostile])),
    "hours-many": plot.hours(
      activityOf(
        [900, 800, 700, 600, 500, 400, 300, 200, 20, 7, 0],
        Array.from({ length: 11 }, (_, i) => (i === 1 ? long : i === 2 ? hostile : `Segment number ${i + 1}`)),
      ),
    ),
    "hours-thin": plot.hours(activityOf([500, 12, 3], ["Loyal", long, hostile])),
    "coverage-two": plot.coverage(partsOf(40, { [hostile]: 0.5, [long]: 0.9 })),
    "coverage-one": plot.coverage(partsOf(40, { rfm: 1 })),
    "coverage-many": plot.coverage(
      partsOf(
        5000,
        Object.fromEntries(
          Array.from({ length: 10 }, (_, i) => [i === 3 ? long : i === 7 ? hostile : `part ${i + 1}`, 0.3 + i * 0.07]),
        ),
      ),
    ),
    "class-probabilities": plot.classProbabilities(
      classesOf(
        4,
        ["cozy", "expensive", "fresh", "trustworthy", "modern", "complicated", "fair", "fun"],
        ["no", "yes"],
      ),
    ),
    "class-probabilities-levels": plot.classProbabilities(
      classesOf(
        5,
        ["price", hostile, long],
        ["disagree", "neither", "agree", hostile, long],
        ["Deal seekers", hostile, long],
      ),
    ),
    "class-probabilities-asked": plot.classProbabilities(
      classesOf(
        4,
        statements.slice(0, 6).map((_, j) => `q${j + 1}`),
        ["1", "2", "3", "4", "5"],
      ),
      { survey: surveyOf([hostile, long, ...statements.slice(2, 6)], agreementLevels) },
    ),
    "class-probabilities-many": plot.classProbabilities(
      classesOf(
        12,
        Array.from({ length: 40 }, (_, j) => `question ${j + 1}`),
        ["1", "2", "3", "4", "5"],
      ),
    ),
    "class-probabilities-one": plot.classProbabilities(classesOf(1, ["one"], ["only"])),
    "rfm-grid": plot.rfmGrid(scored(995, [1, 2, 3, 4, 5])),
    "rfm-grid-collapsed": plot.rfmGrid(scored(400, [1, 5])),
    "rfm-grid-one-cell": plot.rfmGrid([{ recencyScore: 3, frequencyScore: 3, monetary: null }]),
    segments: plot.segments(five.matrix, segmentationOf(five.labels, 5, names)),
    "segments-12": plot.segments(
      twelve.matrix,
      segmentationOf(
        twelve.labels,
        12,
        Array.from({ length: 12 }, (_, i) => (i === 3 ? long : i === 5 ? hostile : `Segment number ${i + 1}`)),
      ),
    ),
    "segments-9000": plot.segments(many.matrix, segmentationOf(many.labels, 4)),
    "segments-2-columns": plot.segments(twoColumns.matrix, segmentationOf(twoColumns.labels, 3, [hostile, long, "C"])),
    "segments-1-column": plot.segments(oneColumn.matrix, segmentationOf(oneColumn.labels, 3)),
    "segments-1-segment": plot.segments(single.matrix, segmentationOf(single.labels, 1)),
    "segments-noise": plot.segments(
      five.matrix,
      segmentationOf(
        five.labels.map((label) => label - 1),
        4,
      ),
    ),
    "segments-umap": embedded(),
    "segments-categories": plot.segments(yesNo.matrix, yesNo.segmentation),
    "segments-mixed": plot.segments(levelled.matrix, levelled.segmentation),
    "segments-one-category": plot.segments(oneAnswer.matrix, oneAnswer.segmentation),
    mixture: mixed(five.matrix, five.labels, 5, names),
    "mixture-2-columns": mixed(twoColumns.matrix, twoColumns.labels, 3, [hostile, long, "C"]),
    "mixture-9000": mixed(many.matrix, many.labels, 4),
    "mixture-12": mixed(twelve.matrix, twelve.labels, 12),
    "mixture-1-segment": mixed(single.matrix, single.labels, 1),
    "scatter-matrix": plot.scatterMatrix(
      matrixOf({
        recency: [...five.matrix.values[0]!],
        frequency: [...five.matrix.values[1]!],
        [hostile]: [...five.matrix.values[2]!],
        "an answer from 1 to 5": five.labels.map((label, i) => 1 + ((label + (i % 3)) % 5)),
      }),
      segmentationOf(five.labels, 5, [...names.slice(0, 3), hostile, long]),
    ),
    "scatter-matrix-3": plot.scatterMatrix(many.matrix, segmentationOf(many.labels, 4), {
      columns: features.slice(0, 3),
    }),
    "scatter-matrix-8": plot.scatterMatrix(
      cloud(300, 2, [...features, "f", "g", "h"], 2).matrix,
      segmentationOf(
        cloud(300, 2, [...features, "f", "g", "h"], 2).labels.map((label) => label - 1),
        1,
      ),
    ),
    "scatter-matrix-long": plot.scatterMatrix(
      cloud(
        300,
        2,
        ["f", "g", "h", "i", "j", "k"].map((name) => `a feature with a name ${name}`),
        2,
      ).matrix,
      segmentationOf(cloud(300, 2, ["f"], 2).labels, 2, [long, hostile]),
    ),
    stability: plot.stability(stable),
    "stability-names": plot.stability(stable, { k: 3 }),
    "stability-8": plot.stability(stable, { k: 8 }),
    "stability-12-alone": plot.stability(twelveStable),
    consensus: plot.consensus(stable, { k: 5 }),
    "consensus-names": plot.consensus(stable, { k: 3 }),
    "consensus-12": plot.consensus(twelveStable, { k: 12 }),
    "consensus-few-rows": plot.consensus(stabilityOf(9, [2]), { k: 2 }),
    "condensed-tree": plot.condensedTree(densities.nested),
    "condensed-tree-names": plot.condensedTree({
      ...densities.nested,
      names: [hostile, long, "c", "d", "e", "f", "g", "h"],
    }),
    "condensed-tree-noise": plot.condensedTree(densities.noise),
    "condensed-tree-equal": plot.condensedTree(densities.equal),
    "condensed-tree-single": plot.condensedTree(densities.single),
    "condensed-tree-many": plot.condensedTree(densities.many),
    "dendrogram-5": plot.dendrogram(dendrogramOf(5, 2, ["Ada", "Alan", hostile, long, 7]), { k: 2 }),
    "dendrogram-30": plot.dendrogram(dendrogramOf(30, 3), { k: 3 }),
    "dendrogram-3000": plot.dendrogram(dendrogramOf(3000, 5), { k: 5 }),
    "dendrogram-uncut": plot.dendrogram(dendrogramOf(300, 5, undefined, 1e-7)),
    "dendrogram-40-segments": plot.dendrogram(dendrogramOf(800, 40, undefined, 1e6), { k: 40 }),
    agreement: plot.agreement(agreementOf(["k-means, 4", "Ward, 4", "mixture, 4", "HDBSCAN"])),
    "agreement-2": plot.agreement(agreementOf(["RFM", "answers"])),
    "agreement-12": plot.agreement(
      agreementOf([long, hostile, ...Array.from("abcdefghij", (name) => `method ${name}`)]),
    ),
    "across-solutions": plot.acrossSolutions(stable),
    "across-solutions-2": plot.acrossSolutions(stabilityOf(60, [2, 5])),
    loadings: plot.loadings(loaded(25, 5), { questions: { item3: "Inquire about others' well-being." } }),
    "loadings-components": plot.loadings(loaded(11, 4, "component")),
    "loadings-hostile": plot.loadings(loaded(6, 2, "factor", [hostile, long])),
    "loadings-40-8": plot.loadings(loaded(40, 8)),
    "loadings-1": plot.loadings(loaded(3, 1)),
    scree: plot.scree(eigenvalues(25, 5)),
    "scree-none": plot.scree(eigenvalues(6, 0)),
    "scree-40": plot.scree({ ...eigenvalues(40, 8), of: "factors", percentile: 97.5 }),
    "profile-heat": plot.profile(profileOf(names, features, 1)),
    "profile-heat-12": plot.profile(
      profileOf(
        Array.from({ length: 12 }, (_, i) => (i === 2 ? long : i === 4 ? hostile : `Segment ${i + 1}`)),
        Array.from({ length: 14 }, (_, i) => (i === 3 ? "a rather long feature name indeed" : `feature ${i + 1}`)),
        9,
      ),
    ),
    "profile-heat-1": plot.profile(profileOf(["Everybody"], ["orders"], 2)),
    "profile-snake": plot.profile(profileOf(names, features, 1), { kind: "snake" }),
    "profile-snake-12": plot.profile(
      profileOf(
        Array.from({ length: 12 }, (_, i) => (i === 2 ? long : i === 4 ? hostile : `Segment ${i + 1}`)),
        features,
        9,
      ),
      { kind: "snake" },
    ),
    "profile-panels": plot.profile(
      contrasted(900, 4, ["yummy", "convenient", "greasy", "cheap"], {}, ["A", "B", "C", "D"]),
    ),
    "profile-panels-units": plot.profile(
      contrasted(600, 3, ["monetary", "temperature", hostile], { answer: ["yes", "no"], [long]: ["Bern", hostile] }, [
        hostile,
        long,
        "C",
      ]),
    ),
    "profile-panels-answers": plot.profile(contrasted(300, 2, [], { "a question": ["often", "seldom", "never"] })),
    "profile-panels-12": plot.profile(
      contrasted(
        1500,
        12,
        Array.from({ length: 40 }, (_, i) => `statement ${i + 1}`),
        {},
      ),
    ),
    "profile-panels-unmarked": plot.profile(
      unmarked(contrasted(500, 4, ["yummy", "convenient", "greasy", "cheap"], {}, [long, "Worried and shy ones", "C"])),
    ),
    "profile-panels-1-bar": plot.profile(contrasted(60, 2, ["orders"], {})),
    "profile-yes-or-no": plot.profile(yesNo.profile),
    "profile-levels": plot.profile(levelled.profile),
    "profile-levels-12": plot.profile(crowded.profile),
    "profile-levels-snake": plot.profile(levelled.profile, { kind: "snake" }),
    "choose-k": plot.chooseK(choice(2, 8, 4)),
    "choose-k-all": plot.chooseK(choice(2, 8, 4, true)),
    "choose-k-20": plot.chooseK(choice(2, 30, 6)),
    "choose-k-1": plot.chooseK(choice(3, 3, 3)),
    "choose-classes": plot.chooseK({
      table: toTable(
        [5800, 5480, 5410, 5440, 5490].map((bic, i) => ({
          k: i + 1,
          logLikelihood: -bic / 2,
          freeParameters: 10 * i + 9,
          bic,
          aic: bic - 60 * i - 50,
          icl: bic + 90 * i,
          relativeEntropy: i === 0 ? null : 0.8,
          g2: null,
          degreesOfFreedom: null,
          smallest: 400 - 60 * i,
          restarts: 10,
          timesFound: 10 - i,
          collapsed: false,
        })),
      ),
      recommended: 3,
      reason: "BIC is lowest at k = 3 (5410.0) of k = 1, 2, 3, 4, 5.",
      dissent: [
        "AIC prefers k = 5 (5200.0, against 5240.0; smaller is better).",
        "ICL prefers k = 2 (5570.0, against 5590.0; smaller is better).",
      ],
    }),
    silhouette: plot.silhouette(silhouettes([400, 250, 120, 30], 3)),
    "silhouette-12": plot.silhouette(
      silhouettes(
        Array.from({ length: 12 }, (_, i) => 2000 - i * 150),
        4,
        [hostile, long],
      ),
    ),
    audit: plot.audit({ findings, perMonth: months(2010 * 12 + 11, 13, []) }),
    "audit-gaps": plot.audit({
      findings: toTable([
        ...(findings.objects() as { check: string; severity: string; rows: number; share: number; detail: string }[]),
        { check: hostile, severity: "problem", rows: 3, share: 0.00001, detail: "" },
        { check: long, severity: "note", rows: 400000, share: 0.74, detail: "" },
      ]),
      perMonth: months(2005 * 12 + 2, 70, [12, 13, 14, 40]),
    }),
    "audit-clean": plot.audit({
      findings: toTable([{ check: "duplicate lines", severity: "ok", rows: 0, share: 0 }]),
      perMonth: months(2020 * 12, 3, []),
    }),
    likert: plot.likert(surveyOf(statements, agreementLevels)),
    "likert-4": plot.likert(
      surveyOf(statements.slice(0, 4), ["Never", "Sometimes", "Often", "Always"], { missing: 0 }),
      {
        sort: "asked",
      },
    ),
    "likert-11": plot.likert(
      surveyOf(
        [hostile, long, "How likely are you to recommend us?"],
        Array.from({ length: 11 }, (_, i) => String(i)),
        { missing: 0.6 },
      ),
    ),
    "likert-1": plot.likert(surveyOf(["Only one"], [hostile, long, "always"], { respondents: 3 }), { neutral: null }),
    map: plot.map(shopOf()),
    "map-segments": plot.map(shopOf(), {
      segments: segmentationOf(
        shopOf().map(({ label }) => label),
        4,
        ["Loyal", "New", hostile, long],
        shopOf().map(({ customer }) => customer),
      ),
    }),
    "map-one": plot.map([{ customer: 1, latitude: 46.948, longitude: 7.447, city: hostile }]),
    "map-one-place": plot.map(Array.from({ length: 40 }, () => ({ latitude: -17.8, longitude: 179.9 }))),
    "map-points": plot.map(scattered(250, [44, 5, 49, 12])),
    "map-points-segments": scatteredSegments(700, [34, 128, 44, 145], "auto"),
    "map-world": plot.map(scattered(6000, [-55, -180, 72, 180])),
    "map-world-segments": scatteredSegments(4000, [-50, -175, 65, 175], "tiles"),
    "map-tiles": plot.map(scattered(9000, [51.2, -0.6, 51.8, 0.4]), { marks: "tiles" }),
    "map-antimeridian": plot.map([
      ...scattered(60, [-42, 172, -35, 178]),
      ...scattered(60, [-19, 177, -16, 180]),
      ...scattered(60, [-23, -180, -13, -170]),
    ]),
    "map-pole": plot.map(scattered(30, [78, -40, 89.9, 60])),
    mosaic: mosaicOf(5, agreementLevels, names),
    "mosaic-2": mosaicOf(2, ["No", "Yes"]),
    "mosaic-12": mosaicOf(
      12,
      Array.from({ length: 12 }, (_, i) => (i === 1 ? hostile : i === 2 ? long : `Answer ${i}`)),
      [hostile, long],
    ),
    "mosaic-apart": mosaicApart(),
    "max-diff": plot.maxDiff(chosen(["price", "taste", "origin", "gift", "speed", "choice", "advice"], 4)),
    "max-diff-30": plot.maxDiff(
      chosen(
        Array.from({ length: 30 }, (_, i) => (i === 2 ? hostile : i === 5 ? long : `need number ${i + 1}`)),
        9,
      ),
    ),
    "max-diff-infinite": plot.maxDiff(chosen(["never lost", "price", hostile, "taste", "never won"], 2, [0, 4])),
    "max-diff-2": plot.maxDiff(chosen(["price", "taste"], 3)),
    "max-diff-none": plot.maxDiff(chosen([long, "taste"], 3, [0, 1])),
    "all-marks": allMarks(),
  };
}

/** Made choices of items, the first the best liked; those of `apart` have no utility. */
function chosen(
  items: readonly string[],
  seed: number,
  apart: readonly number[] = [],
): Parameters<typeof plot.maxDiff>[0] {
  const generator = random(seed);
  const utilities = items.map((_, i) => ((items.length - 1) / 2 - i) * (2.4 / items.length) + generator.normal() * 0.1);
  const all = utilities.reduce((sum, utility, i) => sum + (apart.includes(i) ? 0 : Math.exp(utility)), 0);
  const rows = items.map((item, i) => {
    const utility = utilities[i]!;
    const known = <T>(value: T) => (apart.includes(i) ? null : value);
    const shown = 240 + generator.integer(4);
    const best = Math.round(shown / 4 / (1 + Math.exp(-utility)) + 8);
    const worst = Math.round(shown / 4 / (1 + Math.exp(utility)) + 8);
    const error = 0.09 + 0.05 * generator.uniform();
    return {
      item,
      shown,
      best: apart.includes(i) ? (i === 0 ? shown : 0) : best,
      worst: apart.includes(i) ? (i === 0 ? 0 : shown) : worst,
      score: apart.includes(i) ? (i === 0 ? 1 : -1) : (best - worst) / shown,
      utility: known(utility),
      standardError: known(error * 0.8),
      clusteredError: known(error),
      lower: known(utility - 1.96 * error),
      upper: known(utility + 1.96 * error),
      share: known(Math.exp(utility) / all),
    };
  });
  const fit = { model: "sequential" as const, sets: 420, choices: 840, logLikelihood: -950, nullLogLikelihood: -1040 };
  return { items: toTable(rows), fit: { ...fit, pseudoR2: 0.09, iterations: 4, converged: true } };
}

/** Customers of a shop of whom the city is known. */
function shopOf() {
  const cities: [city: string, latitude: number, longitude: number, count: number][] = [
    ["Portland", 43.66, -70.26, 538],
    ["Boston", 42.36, -71.06, 504],
    ["New York", 40.71, -74.01, 421],
    ["Providence", 41.82, -71.41, 190],
    ["Manchester", 42.99, -71.46, 161],
    [hostile, 39.95, -75.17, 130],
    ["Hartford", 41.76, -72.67, 117],
    ["Bangor", 44.8, -68.77, 104],
    ["Chicago", 41.88, -87.63, 85],
    ["Washington", 38.91, -77.04, 1],
  ];
  let customer = 0;
  return cities.flatMap(([city, latitude, longitude, count], c) =>
    Array.from({ length: count }, (_, i) => ({
      customer: ++customer,
      city,
      latitude,
      longitude,
      label: (i + c * (i % 5)) % 4,
    })),
  );
}

/** Customers around some hundred middles within a box. */
function scattered(rows: number, [south, west, north, east]: readonly [number, number, number, number]) {
  const generator = random(rows);
  const middles = Array.from({ length: 40 }, () => [generator.uniform(), generator.uniform()] as const);
  const within = (value: number) => Math.min(1, Math.max(0, value));
  return Array.from({ length: rows }, (_, customer) => {
    const [up, along] = middles[Math.floor(generator.uniform() ** 2 * middles.length)]!;
    return {
      customer,
      latitude: south + (north - south) * within(up + generator.normal() * 0.04),
      longitude: west + (east - west) * within(along + generator.normal() * 0.04),
    };
  });
}

function scatteredSegments(
  rows: number,
  box: readonly [number, number, number, number],
  marks: "auto" | "tiles",
): Figure {
  const people = scattered(rows, box);
  const labels = people.map(({ latitude, customer }) =>
    customer % 9 === 0 ? -1 : (Math.round(Math.abs(latitude) / 7) + (customer % 2)) % 3,
  );
  return plot.map(people, { segments: segmentationOf(labels, 3, ["Loyal", "New", hostile]), marks });
}

/** Two segments that have no answer in common, and a third that hardly has one. */
function mosaicApart(): Figure {
  const brands = [["Anker", "Berg"], ["Core", "Delta", "Echo"], ["Anker"]];
  const people = Array.from({ length: 200 }, (_, customer) => {
    const label = customer < 100 ? 0 : customer < 170 ? 1 : 2;
    const rare = customer % 100 === 0 ? ["Fjord", "Gipfel"][customer / 100] : undefined;
    return { customer, label, brand: rare ?? brands[label]![customer % brands[label]!.length]! };
  });
  const segments = segmentationOf(
    people.map(({ label }) => label),
    3,
    ["Loyal", "New", hostile],
    people.map(({ customer }) => customer),
  );
  return plot.mosaic(
    people.map(({ customer, brand }) => ({ customer, brand })),
    segments,
    { variable: "brand" },
  );
}

/** Contrasts of made segments on numbers (0 and 1, but for money and temperature) and categories. */
function contrasted(
  rows: number,
  k: number,
  numbers: readonly string[],
  categories: Readonly<Record<string, readonly string[]>>,
  names?: readonly string[],
) {
  const generator = random(rows);
  const labels = Array.from({ length: rows }, () => Math.min(k - 1, Math.floor(generator.uniform() ** 1.5 * k)));
  const columns: [string, readonly (number | string)[]][] = [
    ["customer", labels.map((_, i) => i)],
    ...numbers.map((name): [string, number[]] => {
      const center = Array.from({ length: k }, () => generator.uniform());
      return [
        name,
        labels.map((label) =>
          name === "monetary"
            ? Math.exp(2 + 3 * center[label]! + generator.normal())
            : name === "temperature"
              ? 20 * center[label]! - 10 + generator.normal()
              : Number(generator.uniform() < center[label]!),
        ),
      ];
    }),
    ...Object.entries(categories).map(([name, levels]): [string, string[]] => [
      name,
      labels.map((label) => levels[(label + Number(generator.uniform() < 0.3)) % levels.length]!),
    ]),
  ];
  const table = tableOf<Row>(
    Object.fromEntries(columns),
    columns.map(([name]) => name),
  );
  return contrasts(table, segmentationOf(labels, k, names));
}

/** The same contrasts where no difference is large enough for a marker. */
function unmarked(found: ReturnType<typeof contrasted>) {
  return {
    ...found,
    markers: toTable(found.markers.objects().map((row) => ({ ...row, marker: false }))) as typeof found.markers,
  };
}

/** Loadings of items on factors, each item mostly on one. */
function loaded(
  count: number,
  k: number,
  noun: "factor" | "component" = "factor",
  odd: readonly string[] = [],
): Factors {
  const generator = random(count);
  const items = Array.from({ length: count }, (_, i) => odd[i] ?? `item${i + 1}`);
  const names = Array.from({ length: k }, (_, f) => `factor${f + 1}` as const);
  const table = toTable(
    items.map((item, i) => ({
      item,
      ...Object.fromEntries(
        names.map((_, f) => [
          `${noun}${f + 1}`,
          i % k === f ? (i % 4 === 3 ? -1 : 1) * (0.4 + 0.5 * generator.uniform()) : 0.12 * generator.normal(),
        ]),
      ),
    })),
  );
  return {
    items,
    names: names.map((name) => name.replace("factor", noun)) as typeof names,
    loadings: table,
    ...(noun === "factor"
      ? {
          method: "minres" as const,
          rotation: "varimax" as const,
          variance: toTable(names.map((factor, f) => ({ factor, proportion: 0.12 / (f + 1) }))),
        }
      : {}),
  } as unknown as Factors;
}

/** A parallel analysis of `count` eigenvalues, `suggested` of which are above chance. */
function eigenvalues(count: number, suggested: number) {
  const chance = (i: number) => 1.2 - (0.4 * i) / count;
  return {
    suggested,
    of: "components" as const,
    percentile: 95,
    replicates: 200,
    respondents: 2436,
    table: toTable(
      Array.from({ length: count }, (_, i) => ({
        rank: i + 1,
        eigenvalue: i < suggested ? 5 - (3.5 * i) / suggested : 0.9 - (0.6 * i) / count,
        randomMean: chance(i) - 0.03,
        randomPercentile: chance(i),
        aboveChance: i < suggested,
      })),
    ),
  };
}

/** A mixture with the means and covariances of made segments. */
function mixed(matrix: Matrix, labels: readonly number[], k: number, names?: readonly string[]): Figure {
  const made = segmentationOf(labels, k, names);
  const rows = Array.from({ length: k }, (_, label) =>
    [...made.labels.keys()].filter((row) => made.labels[row] === label),
  );
  const mean = (own: readonly number[], value: (row: number) => number) =>
    own.reduce((sum, row) => sum + value(row), 0) / Math.max(1, own.length);
  const means = rows.map((own) => matrix.values.map((column) => mean(own, (row) => column[row]!)));
  return plot.mixture(matrix, {
    ...made,
    model: {
      kind: "mixture",
      columns: matrix.columns,
      family: "full",
      weights: rows.map((own) => own.length / matrix.rows),
      means,
      covariances: rows.map((own, c) =>
        matrix.values.map((a, i) =>
          matrix.values.map((b, j) => mean(own, (row) => (a[row]! - means[c]![i]!) * (b[row]! - means[c]![j]!))),
        ),
      ),
      preparation: matrix.preparation,
    },
  });
}

/** Made once, for it takes a while; that it is the same each time is tested beside the plot. */
let embedding: Figure | undefined;
function embedded(): Figure {
  const { matrix, labels } = cloud(150, 4, ["recency", "frequency", "monetary", "orders online"], 3);
  embedding ??= plot.segments(matrix, segmentationOf(labels, 4, ["Champions", "Loyal", hostile, "Lost"]), {
    method: "umap",
  });
  return embedding;
}

/** Marks and axes that no plot of ours uses yet. */
function allMarks(): Figure {
  const generator = random(1);
  const draws = Array.from({ length: 300 }, () => generator.normal());
  const panel = (i: number) => ({ xaxis: i === 0 ? "x" : `x${i + 1}`, yaxis: i === 0 ? "y" : `y${i + 1}` });
  const domains = [0, 1, 2, 3, 4, 5].map((i) => ({
    x: [(i % 3) * 0.36, (i % 3) * 0.36 + 0.26],
    y: i < 3 ? [0.6, 1] : [0, 0.38],
  }));
  const titles: [string, string][] = [
    ["Group", "Stacked (count)"],
    ["Value", "Customers"],
    ["Group", "Spread"],
    ["Spend (log)", "Orders (log)"],
    ["Date", "Area"],
    ["Hour", "Weekday"],
  ];
  const axes: { [name: string]: object } = {};
  domains.forEach((domain, i) => {
    const n = i === 0 ? "" : String(i + 1);
    const log = i === 3 ? { type: "log" } : {};
    axes[`xaxis${n}`] = axis(titles[i]![0], { domain: domain.x, anchor: `y${n}`, ...log });
    axes[`yaxis${n}`] = axis(titles[i]![1], { domain: domain.y, anchor: `x${n}`, ...log });
  });
  const width = 1000;
  return figure({
    title: "All marks",
    alt: "Every kind of mark that the static drawing knows.",
    width,
    height: 680,
    data: [
      { type: "bar", name: "first", x: ["a", "b", "c"], y: [3, 5, 2], text: ["3", "5", "2"], ...panel(0) },
      { type: "bar", name: "second", x: ["a", "b", "c"], y: [1, 2, 4], ...panel(0) },
      { type: "histogram", name: "draws", x: draws, xbins: { start: -4, end: 4, size: 0.5 }, ...panel(1) },
      { type: "box", name: "one", y: draws, ...panel(2) },
      { type: "box", name: "two", y: draws.map((value) => value * 2), ...panel(2) },
      {
        type: "scatter",
        name: "errors",
        mode: "markers",
        x: [1, 10, 200, 3000],
        y: [2, 20, 150, 9000],
        ...panel(3),
      },
      {
        type: "scatter",
        name: "area",
        mode: "lines",
        fill: "tozeroy",
        x: ["2024-01-01", "2024-03-01", "2024-06-01", "2025-01-01"],
        y: [3, 8, null, 6],
        ...panel(4),
      },
      {
        type: "scatter",
        name: "with error bars",
        mode: "markers+text",
        text: ["A", "B"],
        textposition: "top center",
        x: ["2024-05-01", "2024-11-01"],
        y: [5, 7],
        error_y: { type: "data", array: [1, 2] },
        ...panel(4),
      },
      {
        type: "heatmap",
        z: [
          [1, 2],
          [3, null],
        ],
        x: ["9", "10"],
        y: ["Mon", "Tue"],
        colorscale: sequential,
        texttemplate: "%{z}",
        ...panel(5),
      },
    ],
    layout: baseLayout(
      { title: "All marks", subtitle: "Every kind of mark and axis that the static drawing knows", width },
      { ...axes, barmode: "stack", showlegend: true, legend: { orientation: "h", y: -0.15 } },
    ),
  });
}
