import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { shortNames } from "../../../src/collect/survey/shortNames.js";

test("telling words, as many as it takes to tell one from the other", () => {
  assert.deepEqual(
    shortNames([
      "How often do you travel by plane?",
      "Is it rude to wake a passenger up to go to the bathroom?",
      "Is it rude to wake a passenger up to walk around?",
      "Gender",
      "What is it?",
      "Wie oft trinken Sie Kaffee?",
    ]),
    [
      "often_travel_plane",
      "rude_wake_passenger_up_go",
      "rude_wake_passenger_up_walk",
      "gender",
      "what_is_it",
      "wie_oft_trinken_sie",
    ],
  );
});

test("names are different and there, whatever the texts", () => {
  assert.deepEqual(shortNames(["Other", "Other", "?"]), ["other", "other_2", "column_3"]);
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 20 }), { maxLength: 20 }), (texts) => {
      const names = shortNames(texts);
      assert.equal(new Set(names).size, texts.length);
      assert.ok(names.every((name) => name.length > 0));
    }),
  );
});
