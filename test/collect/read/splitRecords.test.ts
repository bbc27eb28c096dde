import assert from "node:assert/strict";
import { test } from "node:test";
import { splitRecords } from "../../../src/collect/read/splitRecords.js";

test("splits by RFC 4180", () => {
  assert.deepEqual(splitRecords('a,b\r\n"x, ""y""\nz",\n\n5" disk,2', { delimiter: "," }), [
    ["a", "b"],
    ['x, "y"\nz', ""],
    ['5" disk', "2"],
  ]);
});

test("leaves out the record that the text cuts off", () => {
  assert.deepEqual(splitRecords("a,b\n1,2\n3", { delimiter: ",", whole: false }), [
    ["a", "b"],
    ["1", "2"],
  ]);
});

test("another quote and a guard before it", () => {
  assert.deepEqual(splitRecords("'a|b'|c\n'd\\'e'|f\n", { delimiter: "|", quote: "'", escape: "\\" }), [
    ["a|b", "c"],
    ["d'e", "f"],
  ]);
  assert.deepEqual(splitRecords('"a,b\n', { delimiter: ",", quote: "" }), [['"a', "b"]]);
});
