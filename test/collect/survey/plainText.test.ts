import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { plainText } from "../../../src/collect/survey/plainText.js";

test("tags go, entities come back, words stay apart", () => {
  assert.equal(plainText("<p>How <b>often</b><br>do&nbsp;you&#39;d &amp; I&#x2026;</p>"), "How often do you'd & I…");
  assert.equal(plainText("<style>p { color: red }</style><div>One</div><div>two</div><!-- no -->"), "One two");
  assert.equal(plainText("a < b and 3 > 2, &unknown; stays"), "a < b and 3 > 2, &unknown; stays");
});

test("any text gives a text in bounded time, the same when cleaned again unless entities made markup", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), (text) => {
      const plain = plainText(text);
      assert.equal(typeof plain, "string");
      assert.doesNotMatch(plain, /\s\s|^\s|\s$/);
    }),
  );
  const started = process.hrtime.bigint();
  plainText("<".repeat(50_000));
  plainText("<script".repeat(5_000));
  assert.ok(Number(process.hrtime.bigint() - started) < 5e9);
});
