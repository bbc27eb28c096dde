import assert from "node:assert/strict";
import { before, test } from "node:test";
import { checkModel } from "../src/checkModel.js";
import { matrixOf } from "../src/matrix.js";
import { packSingles } from "../src/numeric/packSingles.js";
import { autoencoder } from "../src/segment/autoencoder.js";
import { hdbscan } from "../src/segment/hdbscan.js";
import { ward } from "../src/segment/ward.js";
import type { Model, NetworkModel } from "../src/segmentation.js";

const points = matrixOf({ x: [0, 1, 2, 20, 21, 22], y: [1, 0, 1, 9, 8, 9] });
const fast = { k: 2, layers: [3], embedding: 1, epochs: 2, clusterEpochs: 2, restarts: 1, baselines: false } as const;
let network: NetworkModel;
let mixed: NetworkModel;
before(async () => {
  network = (await autoencoder(points, fast)).model as NetworkModel;
  mixed = (await autoencoder(points, { ...fast, method: "vade" })).model as NetworkModel;
});

const refused = (model: object, message: RegExp) =>
  assert.throws(() => checkModel(model as Model), { name: "RangeError", message });

test("a network is taken as it was made, and refused where it is of another version", () => {
  checkModel(network);
  checkModel(mixed);
  refused({ ...network, version: 2 }, /^expected a network of version 1, got 2; .*or a later one$/);
});

test("damaged weights are refused: cut, no base64, too many, not finite", () => {
  const { sizes, activation, packed } = network.encoder;
  const encoder = (text: unknown) => ({ ...network, encoder: { sizes, activation, packed: text } });
  refused(encoder(packed.slice(4)), /^the weights of the encoder are damaged: expected 13 packed numbers, got \d/);
  refused(encoder(packed.slice(1)), /damaged: expected base64 in groups of four/);
  refused(encoder(`*${packed.slice(1)}`), /damaged: expected a character of base64, got "\*" in place 1/);
  refused(encoder(`AAAAAAAAAAAAAAAA${packed}`), /damaged: expected 13 packed numbers, got 16/);
  refused(encoder(packSingles(new Float32Array(13).fill(Number.NaN))), /finite weights of the encoder, got NaN/);
  refused(encoder(undefined), /the packed weights of the encoder, got none/);
  refused({ ...network, encoder: undefined }, /the units of the layers of the encoder, got undefined/);
});

test("layers, columns and segments have to fit together", () => {
  const { decoder, encoder } = network;
  refused(
    { ...network, encoder: decoder, decoder: encoder },
    /^expected an encoder from 2 to 2 and a decoder from 2 to 2 units, .*, got 1 to 2 and 2 to 1$/,
  );
  refused({ ...network, columns: ["x"], centers: [0] }, /an encoder from 1 to 1 .*, got 2 to 1 and 1 to 2/);
  refused({ ...network, centers: [0, null] }, /^expected 2 means of the columns of the network, got 1$/);
  refused({ ...network, unit: null }, /unit and the bound/);
  refused({ ...network, unit: 0 }, /expected the unit of the network to be above 0, got 0/);
  refused({ ...network, groups: { kind: "centers", centers: [[0, 1]] } }, /1 numbers for the place of each segment/);
  refused({ ...network, groups: { kind: "centers", centers: [] } }, /the places of the segments/);
  refused({ ...network, groups: undefined }, /the places of the segments in the embedding, got undefined/);
  refused({ ...mixed, groups: { ...mixed.groups, weights: [1] } }, /^expected 2 shares of the segments/);
  refused({ ...mixed, groups: { ...mixed.groups, variances: [[1]] } }, /variances of each segment/);
});

test("the rows that ward and hdbscan keep have to be all there", async () => {
  const tree = (await ward(points, { k: 2 })).model as Extract<Model, { kind: "neighbors" }>;
  const density = (await hdbscan(points, { minClusterSize: 2 })).model as Extract<Model, { kind: "density" }>;
  checkModel(tree);
  checkModel(density);
  refused({ ...tree, segmentOf: tree.segmentOf.slice(1) }, /^expected 10 packed doubles, got 12$/);
  refused({ ...density, packed: density.packed.slice(0, -4) }, /packed doubles/);
});

test("a kind that is not known here, missing parts, and parts of parts are named", () => {
  refused({ kind: "oracle" }, /^expected a model of the kind centers, .*, got "oracle"; read it with a later version/);
  refused({ kind: "constructor" }, /got "constructor"/);
  refused({ kind: "centers", columns: ["x"] }, /^expected a list called centers in the centers model, got none$/);
  refused({ kind: "centers", columns: ["x"], centers: [[0]] }, /^expected the preparation of the rows/);
  const rule = { model: { kind: "rules", rules: [] } };
  checkModel({ kind: "combined", parts: [rule, rule], cells: [] } as never);
  refused({ kind: "combined", parts: [rule, { model: { kind: "rules" } }], cells: [] }, /a list called rules/);
  refused({ kind: "nested", outer: rule, inner: [{ part: {}, labels: [] }] }, /a model in each part of another/);
  refused({ kind: "nested", inner: [] }, /a model in each part of another, got undefined/);
});
