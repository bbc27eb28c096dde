import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fromBase64 } from "../../src/numeric/fromBase64.js";

test("the vectors of RFC 4648", () => {
  const given = ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"];
  assert.deepEqual(
    given.map((text) => new TextDecoder().decode(fromBase64(text))),
    ["", "f", "fo", "foo", "foob", "fooba", "foobar"],
  );
});

test("what Node's Buffer reads, for any bytes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      assert.deepEqual(fromBase64(Buffer.from(bytes).toString("base64")), bytes);
    }),
  );
});

test("text that was cut, and characters that are none of base64, are refused with their place", () => {
  assert.throws(() => fromBase64("Zm9"), { name: "RangeError", message: /groups of four characters, got 3/ });
  for (const [text, found] of [
    ["Zm9*", '"\\*" in place 4'],
    ["Z==v", '"=" in place 2'],
    ["Zm9é", '"é" in place 4'],
    ["====", '"=" in place 1'],
  ])
    assert.throws(() => fromBase64(text!), { name: "RangeError", message: new RegExp(`got ${found}`) });
});
