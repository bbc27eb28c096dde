// What is found in Node labels and scores customers in a page: the same bits, from the file that save wrote, by clientele/browser as a bundler takes it.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { load } from "../../src/load.js";
import { random } from "../../src/random.js";
import { matrix } from "../../src/represent/matrix.js";
import { save } from "../../src/save.js";
import { byNetwork } from "../../src/segment/assign/byNetwork.js";
import { autoencoder } from "../../src/segment/autoencoder.js";
import { combine } from "../../src/segment/combine.js";
import { gaussianMixture } from "../../src/segment/gaussianMixture.js";
import { hdbscan } from "../../src/segment/hdbscan.js";
import { kmeans } from "../../src/segment/kmeans.js";
import { kmodes } from "../../src/segment/kmodes.js";
import { kprototypes } from "../../src/segment/kprototypes.js";
import { latentClass } from "../../src/segment/latentClass.js";
import { rules } from "../../src/segment/rules.js";
import { ward } from "../../src/segment/ward.js";
import type { NetworkModel, Segmentation } from "../../src/segmentation.js";
import { score } from "../../src/target/score.js";
import { ensureBuilt } from "../built.js";
import { browser, type OpenPage } from "./browser.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "clientele-browser-"));
const { open, skip, close } = await browser();
let server: Server;
let opened: OpenPage;
let script: string;

before(async () => {
  if (skip) return;
  ensureBuilt();
  const entry = 'export * from "clientele/browser"; export { byNetwork } from "./dist/segment/assign/byNetwork.js";';
  const made = await build({
    stdin: { contents: entry, resolveDir: root },
    bundle: true,
    format: "esm",
    platform: "browser",
    write: false,
    logLevel: "silent",
  });
  assert.deepEqual([made.errors, made.warnings], [[], []]);
  script = made.outputFiles[0]!.text;
  server = createServer(({ url = "/" }, answer) => {
    const [type, body] =
      url === "/"
        ? ["text/html", "<!doctype html><title>scores</title>"]
        : url === "/clientele.js"
          ? ["text/javascript", script]
          : url.startsWith("/models/")
            ? ["application/json", readFileSync(join(folder, decodeURIComponent(url.slice(8))))]
            : [undefined, undefined];
    if (type === undefined) answer.writeHead(204).end();
    else answer.writeHead(200, { "content-type": `${type}; charset=utf-8` }).end(body);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  opened = await open();
  // What compiles this file names functions by a helper of its own, which a page has not.
  await opened.page.addInitScript({ content: "globalThis.__name = (made) => made;" });
  await opened.page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
});
after(async () => {
  await close();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Customer {
  readonly customer: string;
  readonly orders: number;
  readonly money: number | null;
  readonly channel: string | null;
}

function customers(count: number, seed: number): Customer[] {
  const draw = random(seed);
  return Array.from({ length: count }, (_, i) => {
    const group = draw.integer(3);
    return {
      customer: `Zoë ${i} "☕"`,
      orders: 5 + 20 * group + 9 * draw.normal(),
      money: draw.integer(10) === 0 ? null : 100 * (group + 1) * 2 ** (draw.normal() / 2),
      channel: draw.integer(15) === 0 ? null : ["web", "store", "app"][(group + draw.integer(2)) % 3]!,
    };
  });
}

const [seen, fresh] = [customers(150, 1), customers(500, 2)];
const numbers = matrix(seen, { columns: ["orders", "money"], log: ["money"], impute: "median", scale: "standard" });
const answers = matrix(seen, { columns: [], categorical: ["channel"] });
const both = matrix(seen, { columns: ["orders", "money"], categorical: ["channel"], impute: "mean", scale: "robust" });
const small = {
  k: 3,
  layers: [8],
  embedding: 2,
  epochs: 30,
  clusterEpochs: 10,
  restarts: 2,
  baselines: false,
} as const;
const bands = () => rules(seen, { rules: [{ name: "Few", when: { money: [0, 150] } }], otherwise: "Others" });

const methods: Readonly<Record<string, () => Promise<Segmentation> | Segmentation>> = {
  kmeans: () => kmeans(numbers, { k: 3 }),
  "trimmed kmeans": () => kmeans(numbers, { k: 3, trim: 0.1 }),
  gaussianMixture: () => gaussianMixture(numbers, { k: 3 }),
  ward: () => ward(numbers, { k: 3 }),
  hdbscan: () => hdbscan(numbers, { minClusterSize: 8 }),
  kmodes: () => kmodes(answers, { k: 3, distance: "frequency" }),
  kprototypes: () => kprototypes(both, { k: 3 }),
  latentClass: () => latentClass(both, { k: 3 }),
  rules: bands,
  combine: async () => combine(await kmeans(numbers, { k: 2 }), bands()),
  autoencoder: () => autoencoder(both, small),
  "autoencoder, dec": () => autoencoder(numbers, { ...small, method: "dec" }),
  "autoencoder, vade": () => autoencoder(both, { ...small, method: "vade" }),
};

/** The bits of doubles: what is compared goes through text. */
const bitsOf = (values: ArrayLike<number>) => Buffer.from(Float64Array.from(values).buffer).toString("hex");

/** Runs in the page. */
async function inPage({ name, rows }: { name: string; rows: Customer[] }) {
  const path = "/clientele.js"; // a literal would be looked for by TypeScript
  const { byNetwork, fromJson, matrix, score } = await import(path);
  const answer = await fetch(`/models/${encodeURIComponent(name)}.json`);
  const model = fromJson(await answer.json());
  const bits = (values: ArrayLike<number>) =>
    Array.from(new Uint8Array(Float64Array.from(values).buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const scored = score(model, rows);
  const columns: [string, unknown][] = scored.columnNames().map((column: string) => {
    const cells = Array.from(scored.array(column) as ArrayLike<unknown>);
    return [column, typeof cells[0] === "number" ? bits(cells as number[]) : cells];
  });
  const network = model.model.kind === "network" ? byNetwork(model.model, matrix(rows, { like: model })) : undefined;
  return {
    columns,
    network: network && {
      labels: Array.from(network.labels as Int32Array),
      embedding: bits(network.embedding),
      errors: bits(network.errors()),
    },
    isolated: typeof SharedArrayBuffer !== "undefined",
  };
}

for (const [name, fit] of Object.entries(methods))
  test(`${name}: a page scores 500 customers as Node does, bit for bit`, { skip }, async () => {
    const path = join(folder, `${name}.json`);
    const found = await fit();
    const handed = found.model.kind !== "neighbors" && found.model.kind !== "density";
    await save(found, path, { customers: !handed });
    const model = await load(path);
    const scored = score(model, fresh);
    const wanted = scored.columnNames().map((column) => {
      const cells = Array.from(scored.array(column) as ArrayLike<unknown>);
      return [column, typeof cells[0] === "number" ? bitsOf(cells as number[]) : cells];
    });
    const { columns, network, isolated } = await opened.page.evaluate(inPage, { name, rows: fresh });
    assert.equal(isolated, false, "the page is an ordinary one, without shared memory");
    assert.deepEqual(columns, wanted);
    if (model.model.kind === "network") {
      const own = byNetwork(model.model as NetworkModel, matrix(fresh, { like: model }));
      assert.deepEqual(network, {
        labels: [...own.labels],
        embedding: bitsOf(own.embedding),
        errors: bitsOf(own.errors()),
      });
    }
    assert.deepEqual(opened.problems, []);
    assert.deepEqual(opened.requests, []);
  });

test("the bundle is small, and errors say in a page what they say in Node", { skip }, async () => {
  assert.ok(script.length < 1_500_000, `${script.length} characters`);
  const said = await opened.page.evaluate(async () => {
    const path = "/clientele.js";
    const { fromJson, score } = await import(path);
    const model = fromJson(await (await fetch("/models/kmeans.json")).json());
    try {
      return score(model, [{ customer: 1, orders: 3, mony: 4 }]);
    } catch (error) {
      return String(error);
    }
  });
  assert.match(said, /^DataError: .*\("orders", "money"\), found none called "money" .* Did you mean "mony"\?/);
});
