import assert from "node:assert/strict";
import { dirname } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { hasTag, textOf } from "../../src/notebook/notebook.js";
import { runNotebook } from "../../src/notebook/runNotebook.js";
import { ensureBuilt } from "../built.js";
import { sharedFile, skipWithout } from "../sharedData.js";

const path = fileURLToPath(new URL("../../notebooks/05-what-do-customers-believe.ipynb", import.meta.url));

/** What the decision says for another survey. */
async function decided(source: string, leaveOut = 1): Promise<string> {
  ensureBuilt();
  const before = process.env.CLIENTELE_DATA;
  process.env.CLIENTELE_DATA = dirname(sharedFile(`${source}.csv`)!);
  after(() => {
    if (before === undefined) delete process.env.CLIENTELE_DATA;
    else process.env.CLIENTELE_DATA = before;
  });
  const { cells } = await runNotebook(path, { parameters: { source, leaveOut } });
  const outputs = cells.flatMap((cell) => (hasTag(cell, "findings") ? (cell.outputs ?? []) : []));
  return outputs
    .map((output) => (output.output_type === "display_data" ? textOf(output.data["text/plain"] as string) : ""))
    .join("\n");
}

test("notebook 05 takes McDonald's survey: no scales; of k 6, 7 and 8 StepMix 3.0.0 has BIC 14429.0, 14404.6 and 14436.7", {
  skip: skipWithout("mcdonalds.csv"),
  timeout: 300_000,
}, async () => {
  const said = await decided("mcdonalds");
  assert.match(said, /1453 of 1453 respondents count/);
  assert.match(said, /No scales are declared/);
  assert.match(said, /7 kinds of people: BIC is lowest at k = 7 \(14404\.6\)/);
  assert.match(said, /Beside the answers they differ in Like \(large\)/);
});

test("notebook 05 takes bfi: five scales, the fifth of which measures badly (psych's alpha of O is .60017)", {
  skip: skipWithout("bfi.csv"),
  timeout: 300_000,
}, async () => {
  const said = await decided("bfi", 0);
  assert.match(said, /5 scales; with an alpha below \.70: [^.]*Openness \(0\.600\)/);
  assert.match(said, /kinds of people: BIC is lowest/);
});
