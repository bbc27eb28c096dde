import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { toBase64 } from "../../src/numeric/toBase64.js";

test("the vectors of RFC 4648", () => {
  const given = ["", "f", "fo", "foo", "foob", "fooba", "foobar"];
  const wanted = ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"];
  assert.deepEqual(
    given.map((text) => toBase64(new TextEncoder().encode(text))),
    wanted,
  );
});

test("what Node's Buffer writes, for any bytes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      assert.equal(toBase64(bytes), Buffer.from(bytes).toString("base64"));
    }),
  );
});
