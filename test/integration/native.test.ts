import assert from "node:assert/strict";
import { before, test } from "node:test";
import { tensorflow } from "../../src/numeric/tensorflow.js";
import { random } from "../../src/random.js";
import { ensureBuilt } from "../built.js";
import { clientele } from "../commandLine.js";
import { kernelsOnPaper } from "../numeric/network/kernelsOnPaper.js";
import { sharedEngine, sharedOn } from "../sharedEngine.js";

before(ensureBuilt);

type Tf = Awaited<ReturnType<typeof tensorflow>>["tf"];

/** Only where nothing was built: a backend that is there and does not work fails. */
const skip: string | false = await tensorflow({ backend: "native" }).then(
  () => false,
  ({ message }: Error) => (/is not installed|can not be found/.test(message) ? "needs: clientele native" : false),
);

test("the native backend multiplies matrices as on paper", { skip }, async () => {
  const { tf, backend } = await tensorflow({ backend: "native" });
  assert.equal(backend, "native");
  assert.equal(tf.getBackend(), "tensorflow");
  const [a, b] = [
    [
      [1, 2],
      [3, 4],
    ],
    [
      [5, 6],
      [7, 8],
    ],
  ];
  assert.deepEqual(
    tf.tidy(() => tf.matMul(a, b).arraySync()),
    [
      [19, 22],
      [43, 50],
    ],
  );
});

test("layers of networks, their way back and sums of columns are as on paper", { skip }, () =>
  kernelsOnPaper("native"),
);

test("without a wish it is taken", { skip }, async () => {
  const { tf, backend, reason } = await tensorflow();
  assert.deepEqual([backend, tf.getBackend(), reason], ["native", "tensorflow", "the native backend works here"]);
});

const rows = 64;
const draw = random(11);
const normals = (length: number) => Float32Array.from({ length }, () => draw.normal() / 2);
const drawn = { x: normals(rows * 8), first: normals(8 * 5), bias: normals(5), second: normals(5 * 8) };

/** Loss of a small autoencoder with terms of the kinds that segmenters add, and its gradients. */
function gradients(tf: Tf): { loss: number; gradients: number[][] } {
  return tf.tidy(() => {
    const x = tf.tensor2d(drawn.x, [rows, 8]);
    const { value, grads } = tf.valueAndGrads((first: Tensor, bias: Tensor, second: Tensor) => {
      const code = tf.tanh(tf.add(tf.matMul(x, first as Tensor2D), bias)) as Tensor2D;
      const shares = tf.softmax(code);
      const entropy = tf.neg(tf.sum(tf.mul(shares, tf.log(tf.add(shares, 1e-6)))));
      const restored = tf.matMul(tf.relu(code), second as Tensor2D);
      const error = tf.mean(tf.squaredDifference(restored, x));
      const sparse = tf.mean(tf.softplus(tf.logSumExp(code, 1)));
      return tf.addN([error, tf.div(entropy, rows), sparse]).asScalar();
    })([tf.tensor2d(drawn.first, [8, 5]), tf.tensor1d(drawn.bias), tf.tensor2d(drawn.second, [5, 8])]);
    return { loss: value.dataSync()[0]!, gradients: grads.map((gradient) => Array.from(gradient.dataSync())) };
  });
}
type Tensor = import("@tensorflow/tfjs").Tensor;
type Tensor2D = import("@tensorflow/tfjs").Tensor2D;

test("its gradients are those of WebAssembly to 1e-5", { skip }, async () => {
  const native = gradients((await tensorflow({ backend: "native" })).tf);
  const wasm = gradients((await tensorflow({ backend: "wasm" })).tf);
  assert.ok(Math.abs(native.loss - wasm.loss) < 1e-5, `losses ${native.loss} and ${wasm.loss}`);
  for (const [number, gradient] of native.gradients.entries())
    for (const [i, value] of gradient.entries()) {
      const other = wasm.gradients[number]![i]!;
      assert.ok(Math.abs(value - other) < 1e-5, `gradient ${number}, element ${i}: ${value} and ${other}`);
    }
});

test("training leaves no tensors", { skip }, async () => {
  const { tf } = await tensorflow({ backend: "native" });
  const train = () => {
    const x = tf.tensor2d(drawn.x, [rows, 8]);
    // A variable keeps its first values by itself, so tidy may take the tensors that brought them.
    const weights = tf.tidy(() => [
      tf.variable(tf.tensor2d(drawn.first, [8, 5])),
      tf.variable(tf.tensor2d(drawn.second, [5, 8])),
    ]);
    const optimizer = tf.train.adam(0.01);
    const [encoder, decoder] = weights as [(typeof weights)[0], (typeof weights)[0]];
    const losses = Array.from({ length: 20 }, () => {
      const loss = optimizer.minimize(
        () => tf.mean(tf.squaredDifference(tf.matMul(tf.tanh(tf.matMul(x, encoder)), decoder), x)).asScalar(),
        true,
        weights,
      )!;
      const [value] = loss.dataSync();
      loss.dispose();
      return value!;
    });
    optimizer.dispose();
    tf.dispose([x, ...weights]);
    return losses;
  };
  train(); // what a backend keeps for good is made the first time
  const { numTensors, numDataBuffers } = tf.memory();
  const losses = train();
  assert.ok(losses.at(-1)! < losses[0]!, `the loss went from ${losses[0]} to ${losses.at(-1)}`);
  assert.deepEqual([tf.memory().numTensors, tf.memory().numDataBuffers], [numTensors, numDataBuffers]);
});

for (const first of ["danfo", "Clientele"] as const) {
  test(`danfo and Clientele share one engine, ${first} loaded first`, { skip, timeout: 120_000 }, () => {
    const { saw, err } = sharedEngine("native", first);
    assert.deepEqual(saw, sharedOn("tensorflow"));
    assert.doesNotMatch(err, /already registered|has already been set|cpu_feature_guard|oneDNN/);
  });
}

test("doctor says so, and clientele native has nothing to do", { skip, timeout: 120_000 }, () => {
  const { code, out } = clientele("doctor");
  assert.equal(code, 0, out);
  assert.match(out, /ok +TensorFlow\.js +4\.22\.0 on the native backend/);
  assert.match(out, /ok +native TensorFlow +4\.22\.0 on libtensorflow 2\.\d+/);
  const again = clientele("native");
  assert.equal(again.code, 0, again.err);
  assert.match(again.out, /^The native TensorFlow backend works: .*\n$/);
});
