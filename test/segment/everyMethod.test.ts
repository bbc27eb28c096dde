// One suite for all methods that make a Segmentation: a new method joins by an entry in `methods`.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { Worker } from "node:worker_threads";
import { DataError } from "../../src/errors.js";
import { load } from "../../src/load.js";
import type { Matrix } from "../../src/matrix.js";
import { random } from "../../src/random.js";
import { matrix } from "../../src/represent/matrix.js";
import { save } from "../../src/save.js";
import { assign } from "../../src/segment/assign.js";
import { autoencoder } from "../../src/segment/autoencoder.js";
import { agreement } from "../../src/segment/evaluate/agreement.js";
import { chooseK } from "../../src/segment/evaluate/chooseK.js";
import type { FitOptions } from "../../src/segment/evaluate/method.js";
import { stability } from "../../src/segment/evaluate/stability.js";
import { gaussianMixture } from "../../src/segment/gaussianMixture.js";
import { hdbscan } from "../../src/segment/hdbscan.js";
import { kmeans } from "../../src/segment/kmeans.js";
import { kmodes } from "../../src/segment/kmodes.js";
import { kprototypes } from "../../src/segment/kprototypes.js";
import { latentClass } from "../../src/segment/latentClass.js";
import { rules } from "../../src/segment/rules.js";
import { ward } from "../../src/segment/ward.js";
import { fromJson, type Segmentation, segmentName, toJson } from "../../src/segmentation.js";
import { type Table, toTable } from "../../src/table.js";
import { score } from "../../src/target/score.js";

const folder = mkdtempSync(join(tmpdir(), "clientele-methods-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Numbers and answers of one customer; methods read what they can. */
interface Customer {
  id: string;
  x: number | null;
  y: number | null;
  z: number;
  a: string | null;
  b: string;
  c: string;
  d: string;
  e: string;
  constant: number;
  same: string;
}

type Reads = "numbers" | "answers" | "both";

interface Entry {
  readonly name: string;
  readonly reads: Reads;
  fit(data: Matrix, options: FitOptions): Promise<Segmentation>;
  /** The method decides how many segments there are. */
  readonly findsK?: true;
  /** What it takes for the method to use threads: so many rows, segments and starts. */
  readonly threaded?: { readonly rows: number; readonly k: number; readonly restarts: number };
  /** Takes so long that few samples have to do. */
  readonly slow?: true;
  /** Not of the kind that chooseK and stability can ask for a number of segments. */
  readonly alone?: true;
}

const methods: readonly Entry[] = [
  { name: "kmeans", reads: "numbers", fit: kmeans, threaded: { rows: 3000, k: 6, restarts: 160 } },
  { name: "trimmed kmeans", reads: "numbers", fit: (data, options) => kmeans(data, { ...options, trim: 0.05 }) },
  {
    name: "gaussianMixture",
    reads: "numbers",
    fit: (data, options) => gaussianMixture(data, { maxIterations: 30, ...options }), // so that fifty starts take no longer
    threaded: { rows: 8000, k: 3, restarts: 50 },
  },
  { name: "ward", reads: "numbers", fit: ward },
  { name: "kmodes", reads: "answers", fit: kmodes },
  { name: "kprototypes", reads: "both", fit: kprototypes, threaded: { rows: 4000, k: 4, restarts: 12 } },
  { name: "latentClass", reads: "answers", fit: latentClass },
  { name: "latentClass with numbers", reads: "both", fit: latentClass, threaded: { rows: 4000, k: 4, restarts: 12 } },
  {
    name: "hdbscan",
    reads: "numbers",
    fit: (data, { threads }) => hdbscan(data, { minClusterSize: 5, ...(threads === undefined ? {} : { threads }) }),
    findsK: true,
    threaded: { rows: 6000, k: 4, restarts: 1 },
  },
  {
    name: "autoencoder",
    reads: "both",
    fit: (data, { restarts = 2, ...options }) =>
      autoencoder(data, {
        ...small,
        backend: "wasm",
        batchSize: Math.max(40, data.rows / 4),
        ...options,
        restarts: Math.min(2, restarts),
      }),
    threaded: { rows: 1200, k: 3, restarts: 2 },
    slow: true,
  },
  { name: "rules", reads: "numbers", fit: bands, alone: true },
];

/** A network that learns little and fast. */
const small = {
  layers: [16],
  embedding: 3,
  epochs: 200,
  learningRate: 0.02,
  patience: 2,
  baselines: false,
  validation: 0,
};

/** k bands of equal width on x. */
async function bands(data: Matrix, { k }: FitOptions): Promise<Segmentation> {
  const x = data.values[0]!;
  const low = Math.min(...x);
  const width = (Math.max(...x) - low) / k;
  return rules(
    data.ids.map((customer, i) => ({ customer, x: x[i]! })),
    {
      rules: Array.from({ length: k }, (_, b) => ({
        name: `Band ${b}`,
        when: {
          x: [
            b === 0 ? Number.NEGATIVE_INFINITY : low + b * width,
            b === k - 1 ? Number.POSITIVE_INFINITY : low + (b + 1) * width,
          ],
        },
      })),
      otherwise: null,
    },
  );
}

/** Three groups far apart, of 20, 12 and 8 customers in a hundred times `times`; each gives at most one answer that is not the group's. */
function customers(seed = 1, times = 1): Customer[] {
  const draw = random(seed);
  const groups = [0, 1, 2].flatMap((group) => new Array<number>([20, 12, 8][group]! * times).fill(group));
  return groups.map((group, i) => {
    const odd = draw.integer(9);
    const answer = (question: number) => `answer ${(group + Number(question === odd)) % 3}`;
    return {
      id: `c${i}`,
      x: 50 * group + draw.normal(),
      y: -50 * group + draw.normal(),
      z: draw.normal(),
      ...{ a: answer(0), b: answer(1), c: answer(2), d: answer(3), e: answer(4) },
      constant: 5,
      same: "yes",
    };
  });
}

function prepared(
  rows: readonly Customer[],
  reads: Reads,
  constant = false,
  impute: "error" | "median" = "error",
): Matrix {
  const numbers = reads === "answers" ? [] : (["x", "y", "z"] as const);
  const answers = reads === "numbers" ? [] : (["a", "b", "c", "d", "e"] as const);
  return matrix([...rows], {
    id: "id",
    columns: [...numbers, ...(constant && reads !== "answers" ? (["constant"] as const) : [])],
    categorical: [...answers, ...(constant && reads !== "numbers" ? (["same"] as const) : [])],
    impute,
  });
}

/** Runs and counts the tasks that are sent to threads. */
async function countMessages<T>(run: () => Promise<T>): Promise<{ result: T; messages: number }> {
  const send = Worker.prototype.postMessage;
  let messages = 0;
  Worker.prototype.postMessage = function (this: Worker, ...rest: Parameters<Worker["postMessage"]>) {
    if ("task" in Object(rest[0])) messages++; // what loads modules sends its own
    return send.apply(this, rest);
  };
  try {
    return { result: await run(), messages };
  } finally {
    Worker.prototype.postMessage = send;
  }
}

const groupsOf = (rows: readonly unknown[]) => [...rows.keys()].map((i) => (i < 20 ? 0 : i < 32 ? 1 : 2));

for (const { name, reads, fit, findsK, threaded, slow, alone } of methods)
  describe(name, () => {
    const options = { k: 3, restarts: 10, seed: 3 };

    test("finds three groups far apart, the largest first", async () => {
      const rows = customers();
      const found = await fit(prepared(rows, reads), options);
      assert.equal(found.k, 3);
      const placed = [...found.labels.keys()].filter((i) => found.labels[i]! >= 0);
      assert.deepEqual(
        placed.map((i) => found.labels[i]!),
        placed.map((i) => groupsOf(rows)[i]!),
      );
      assert.ok(placed.length >= 36, `${placed.length} of 40 have a segment`);
      assert.deepEqual(
        found.sizes,
        [0, 1, 2].map((label) => found.labels.filter((one) => one === label).length),
      );
      assert.deepEqual(
        found.sizes,
        [...found.sizes].sort((a, b) => b - a),
      );
      assert.deepEqual(
        found.ids,
        rows.map(({ id }) => id),
      );
      assert.equal(found.converged, true);
    });

    test("gives the same result for the same seed and any number of threads", async () => {
      const small = prepared(customers(), reads);
      assert.deepEqual(await fit(small, { ...options, k: 4 }), await fit(small, { ...options, k: 4 }));
      const { rows = 2000, k = 4, restarts = 10 } = threaded ?? {};
      const large = prepared(customers(2, rows / 40), reads);
      const one = await countMessages(() => fit(large, { k, restarts, seed: 3, threads: 1 }));
      const three = await countMessages(() => fit(large, { k, restarts, seed: 3, threads: 3 }));
      assert.deepEqual(three.result, one.result);
      assert.equal(one.messages, 0);
      if (threaded) assert.ok(three.messages > 0, "no thread was used");
    });

    test("gives the same groups whatever the order of the rows", async () => {
      const rows = customers();
      const plain = await fit(prepared(rows, reads), options);
      for (const seed of [9, 10]) {
        const mixed = await fit(prepared(random(seed).shuffle([...rows]), reads), options);
        assert.equal(agreement(plain, mixed).adjustedRand, 1);
        assert.deepEqual(mixed.sizes, plain.sizes);
      }
    });

    test("gives equal rows equal labels", async () => {
      const rows = customers();
      const twice = [...rows, ...rows.map((row) => ({ ...row, id: `${row.id} again` }))];
      const found = await fit(prepared(twice, reads), options);
      assert.deepEqual(found.labels.slice(0, 40), found.labels.slice(40));
      const again = await fit(
        prepared(
          twice.slice(0, 3).flatMap((row) => [1, 2, 3, 4].map((i) => ({ ...row, id: `${row.id}, ${i}` }))),
          reads,
        ),
        {
          ...options,
          k: 1,
        },
      );
      assert.equal(again.labels.length, 12);
    });

    test("puts all rows into the one segment of k 1, and takes a single row", async () => {
      const single = await fit(prepared(customers().slice(0, 1), reads), { ...options, k: 1 });
      assert.equal(single.labels.length, 1);
      assert.equal(single.sizes.length, single.k);
      if (findsK) return;
      assert.deepEqual([...single.labels], [0]);
      const one = await fit(prepared(customers(), reads), { ...options, k: 1 });
      assert.equal(one.k, 1);
      assert.ok(one.labels.every((label) => label === 0 || name === "trimmed kmeans"));
    });

    test("is not disturbed by a constant column", async () => {
      const plain = await fit(prepared(customers(), reads), options);
      assert.deepEqual((await fit(prepared(customers(), reads, true), options)).labels, plain.labels);
    });

    test("missing values are refused by name, or dealt with by a stated rule", async () => {
      const rows = customers().map((row, i) => (i === 4 ? { ...row, x: null, a: null } : row));
      if (reads !== "answers")
        assert.throws(
          () => prepared(rows, reads),
          (error) => error instanceof DataError && error.column === "x",
        );
      const data = prepared(rows, reads, false, "median");
      const found = await fit(data, options);
      assert.equal(found.labels.length, 40);
      assert.ok(reads === "numbers" || found.labels[4] === 0);
      assert.deepEqual(assign(found, data), found.labels);
    });

    test("survives JSON and labels as before", async () => {
      const data = prepared(customers(), reads);
      const found = await fit(data, options);
      const text = JSON.stringify(toJson(found));
      const back = fromJson(JSON.parse(text));
      assert.equal(JSON.stringify(toJson(back)), text);
      assert.deepEqual(assign(back, data), found.labels);
    });

    test("survives a file, and scores rows as before", async () => {
      const rows = customers();
      const found = await fit(prepared(rows, reads), options);
      const path = join(folder, `${name}.json.gz`);
      await save(found, path);
      const back = await load(path);
      assert.deepEqual(back, found);
      const scored = score(back, [...rows].reverse(), { id: "id" });
      assert.deepEqual(scored.columnNames().slice(0, 3), ["id", "segment", "label"]);
      assert.deepEqual([...scored.array("label")], [...found.labels].reverse());
      assert.deepEqual(
        [...scored.array("segment")],
        [...found.labels].reverse().map((label) => segmentName(found, label)),
      );
      assert.deepEqual(score(back, toTable(rows).slice(0, 0) as Table, { id: "id" }).objects(), []);
    });

    test("assign gives seen rows their labels, in any order and number, and unseen rows trained segments", async () => {
      for (const k of [1, 2, 3, 5]) {
        const rows = customers(k);
        const data = prepared(rows, reads);
        const found = await fit(data, { ...options, k });
        assert.deepEqual(assign(found, data), found.labels);
        const order = random(7)
          .shuffle([...rows.keys()])
          .slice(0, 15);
        const some = matrix(
          order.map((i) => ({ ...rows[i]!, id: `new ${i}` })),
          { like: data },
        );
        assert.deepEqual(
          [...assign(found, some)],
          order.map((i) => found.labels[i]!),
        );
        const unseen = matrix(customers(77), { like: data });
        const labels = assign(found, unseen);
        assert.ok(labels.every((label) => label >= -1 && label < found.k));
        if (k === 3 && reads === "answers") assert.deepEqual([...labels], groupsOf([...labels]));
        else if (k === 3)
          labels.forEach((label, i) => {
            assert.ok(label === -1 || label === groupsOf([...labels])[i]);
          });
      }
    });

    if (findsK === true || alone === true) return; // they cannot be asked for a number of segments

    test("works in chooseK and stability without a special case", async () => {
      const data = prepared(customers(), reads);
      const again = await stability(data, { method: fit, k: 3, replicates: 3, divisions: 0, restarts: 3 });
      assert.ok(Number(again.summary.get("median", 0)) > 0.8);
      const choice = await chooseK(data, {
        method: fit,
        k: [2, 3],
        restarts: 3,
        ...(slow ? { structure: { references: 3 } } : {}),
      });
      assert.equal(choice.recommended, 3);
      assert.equal(choice.structure!.found, true);
    });
  });
