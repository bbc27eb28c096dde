import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { survey } from "../../../src/collect/survey.js";

test("several choices in JSON: a single code is a list of one, null and the code of no answer are missing", async () => {
  const folder = mkdtempSync(join(tmpdir(), "clientele-"));
  const file = join(folder, "q.json");
  const responses = [[1, 2], [3], 2, null, -99].map((QID1, i) => ({
    responseId: `R_${i}`,
    values: { QID1 },
    labels: {},
  }));
  writeFileSync(file, JSON.stringify({ responses }));
  try {
    const asked = await survey(file);
    assert.deepEqual(
      ["QID1_1", "QID1_2", "QID1_3"].map((name) => asked.answers.array(name)),
      [
        [1, 0, 0, null, null],
        [1, 0, 1, null, null],
        [0, 1, 0, null, null],
      ],
    );
    assert.deepEqual(asked.report.missing.objects().slice(0, 2), [
      { item: "QID1_1", code: "(empty)", count: 1 },
      { item: "QID1_1", code: "-99", count: 1 },
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
