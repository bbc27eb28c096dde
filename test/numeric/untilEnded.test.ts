import assert from "node:assert/strict";
import { test } from "node:test";
import { untilEnded } from "../../src/numeric/untilEnded.js";

const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const never = () => assert.fail("nothing is to be stopped");

test("looks in while the work goes on, and ends with it", async () => {
  let looks = 0;
  const look = async () => {
    looks++;
  };
  await untilEnded(after(180), look, never);
  assert.ok(looks >= 1 && looks <= 4, `${looks} looks`);
  await untilEnded(Promise.resolve(), async () => never(), never);
});

test("where a look throws, the work is told to stop and is over before the error comes", async () => {
  let stop = () => {};
  let over = false;
  const work = new Promise<void>((resolve) => {
    stop = resolve;
  })
    .then(() => after(30))
    .then(() => {
      over = true;
    });
  const look = async () => {
    throw new Error("enough");
  };
  await assert.rejects(
    untilEnded(work, look, () => stop()),
    /enough/,
  );
  assert.ok(over);
});

test("where the work fails, the rest of it is told to stop, and its error comes", async () => {
  let stops = 0;
  const work = after(10).then(() => {
    throw new Error("a thread died");
  });
  await assert.rejects(
    untilEnded(work, after.bind(undefined, 1), () => stops++),
    /a thread died/,
  );
  assert.equal(stops, 1);
});
