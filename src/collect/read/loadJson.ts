import type { Engine } from "../../engine/engine.js";
import { literal } from "../../engine/quote.js";
import type { Relation } from "../../engine/relation.js";
import { DataError } from "../../errors.js";
import { firstLine } from "./loadText.js";

/** The records of a JSON file (an array of objects, or one object a line), one column a key, in order of appearance. */
export async function loadJson(
  engine: Engine,
  path: string,
  format: "json" | "ndjson",
  file: string,
): Promise<Relation> {
  const settings = [
    `format = '${format === "json" ? "auto" : "newline_delimited"}'`,
    "sample_size = -1",
    "hive_partitioning = false",
    "convert_strings_to_integers = false",
    "compression = 'uncompressed'",
    "maximum_object_size = 268435456",
  ];
  const source = (more: readonly string[]) => `read_json(${[literal(path), ...settings, ...more].join(", ")})`;
  try {
    const found = await engine.query<{ column_name: string; column_type: string }>(
      `DESCRIBE SELECT * FROM ${source([])}`,
    );
    const columns: string[] = [];
    for (let i = 0; i < found.numRows(); i++) {
      const type = found.get("column_type", i) as string;
      // Times are strings in JSON; which order of day and month they have is found like in any text.
      const kept = /^(BOOLEAN|DOUBLE|U?(BIGINT|HUGEINT))$/.test(type) ? type : "VARCHAR";
      columns.push(`${literal(found.get("column_name", i) as string)}: '${kept}'`);
    }
    return await engine.keep(`SELECT * FROM ${source([`columns = {${columns.join(", ")}}`, "auto_detect = false"])}`);
  } catch (cause) {
    const message = firstLine(cause as Error);
    const at = /(?:line|record\/value) (\d+)/.exec(message);
    throw new DataError(
      `expected ${format === "json" ? "an array of JSON objects" : "one JSON object a line"}, but it cannot be read: ${message.replaceAll(path, file)}`,
      { file, ...(at === null ? {} : { row: Number(at[1]) }) },
    );
  }
}

/** The columns of a relation as they will be named. */
export function namedAsIs(raw: Relation): { name: string; raw: string; looked: "times" | "as is" }[] {
  return raw.columns.map(({ name, type }) => ({ name, raw: name, looked: type === "text" ? "times" : "as is" }));
}
