import assert from "node:assert/strict";
import { test } from "node:test";
import { decode, encode, type WireMessage } from "../../src/notebook/wire.js";

const message: WireMessage = {
  header: { msg_id: "1", msg_type: "status", session: "s", username: "", date: "", version: "5.3" },
  parent: { msg_id: "0" },
  metadata: {},
  content: { text: "größer <IDS|MSG>" },
};
const frames = (key: string) => encode(message, key).map((frame) => Buffer.from(frame));

test("a message comes back as it went, behind any routing prefix", () => {
  assert.deepEqual(decode([Buffer.from("route"), ...frames("key")], "key"), message);
});

test("the signature is HMAC-SHA256 over header, parent, metadata and content (RFC 4231, case 2: key Jefe)", () => {
  // The four parts are hashed one after the other, so any split of the text of the RFC's case gives its digest.
  const digest = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
  const text = Buffer.from("what do ya want for nothing?");
  const parts = [text.subarray(0, 5), text.subarray(5, 9), text.subarray(9, 9), text.subarray(9)];
  // Not JSON, so it is refused only after its signature was accepted.
  assert.throws(() => decode([Buffer.from("<IDS|MSG>"), Buffer.from(digest), ...parts], "Jefe"), SyntaxError);
});

test("a message with a wrong signature, or cut short, is refused", () => {
  assert.throws(() => decode(frames("key"), "other"), /another signature/);
  assert.throws(() => decode(frames("key").slice(0, 3), "key"), /expected a Jupyter message/);
});
