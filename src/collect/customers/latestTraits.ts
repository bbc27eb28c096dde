import { identifier, literal } from "../../engine/quote.js";
import { Relation } from "../../engine/relation.js";
import { closest, DataError, requireColumn } from "../../errors.js";
import { counted, listed, percent } from "../../readable.js";
import { column, type Table, type TableLike, tableOf, toTable } from "../../table.js";
import { requireUtc } from "../clockOf.js";
import type { CustomerRole } from "../customers.js";
import { read } from "../read.js";
import { fileOf, roleExpression } from "../roleExpression.js";
import { bareName } from "../roleWords.js";
import { customerRoles } from "./customerRoles.js";
import { looksLike, type RoleColumns } from "./preset.js";
import { segment } from "./segment.js";

/** One row a customer, a column a role, and the traits that each role was read from. */
export interface LatestTraits {
  readonly table: Table;
  readonly roles: RoleColumns;
  readonly warnings: readonly string[];
}

/** SQL: the time of a call without one, before all others. */
const timeless = "TIMESTAMP '0001-01-01'";

/** The columns of the calls by field. */
type Field = keyof typeof segment.calls;
type Fields = { readonly [F in Field]?: string };

/**
 * The traits that Segment's `identify` calls tell of each user: the latest value of each by timestamp, by messageId where two calls came at one time. A null or an
 * empty text says nothing. Calls without a userId are of visitors, and are counted.
 *
 * @throws DataError where the fields of a call are missing, traits are no objects, no call names a user, or a trait that was asked for does not exist.
 */
export async function latestTraits(
  raw: Relation | TableLike,
  overrides: { readonly [R in CustomerRole]?: string | null },
): Promise<LatestTraits> {
  const source = raw instanceof Relation ? raw : await callsOf(raw, overrides.customer ?? undefined);
  try {
    return await latestOf(source, overrides);
  } finally {
    if (source !== raw) await source.engine.drop(source);
  }
}

async function latestOf(
  source: Relation,
  overrides: { readonly [R in CustomerRole]?: string | null },
): Promise<LatestTraits> {
  const file = fileOf(source);
  const fields = fieldsOf(source.names, file);
  const userId = overrides.customer ?? fields.userId!;
  requireUtc(source, fields.timestamp!, "which tell the latest value of a trait");
  requireColumn(source.names, userId, "a column for customer", { file });
  const calls = await identifyCalls(source, fields, userId, file);
  const wanted = customerRoles.flatMap((role) => {
    const own = overrides[role];
    if (role === "customer" || own === null) return [];
    const paths = own === undefined ? segment.traits[role] : [own];
    return paths === undefined ? [] : [{ role, paths }];
  });
  const all = [...new Set(wanted.flatMap(({ paths }) => paths))];
  // JSON is read once, for it is most of the work.
  const kept = await source.engine.keep(valuesSql(calls.sql, all));
  try {
    const counts = await source.engine.query(
      `SELECT ${["count(*) AS n", ...all.map((_, j) => `count(v${j}) AS n${j}`)].join(", ")} FROM ${kept.from}`,
    );
    const columnOf = new Map(
      all.flatMap((path, j) => ((counts.get(`n${j}`, 0) as number) > 0 ? [[path, `v${j}`] as const] : [])),
    );
    for (const [role, path] of Object.entries(overrides))
      if (role !== "customer" && path !== null && !columnOf.has(path))
        throw await withoutTrait(source, calls.sql, role, path, file);
    const taken = wanted
      .map(({ role, paths }) => ({ role, paths: paths.filter((path) => columnOf.has(path)) }))
      .filter(({ paths }) => paths.length > 0);
    const latest = taken.map(({ role, paths }) => {
      const value = `coalesce(${paths.map((path) => columnOf.get(path)).join(", ")})`;
      return `arg_max(${value}, row("time", "message", ${value})) FILTER (WHERE ${value} IS NOT NULL) AS ${identifier(role)}`;
    });
    const table = await source.engine.query(
      `SELECT ${['"customer"', ...latest].join(", ")} FROM ${kept.from} GROUP BY "customer" ORDER BY "customer"`,
    );
    const roles = Object.fromEntries([
      ["customer", userId],
      ...taken.map(({ role, paths }) => [role, paths.join(" or ")] as const),
    ]);
    return { table, roles, warnings: calls.warnings };
  } finally {
    await source.engine.drop(kept);
  }
}

/** Calls in memory, with their traits as JSON text. */
async function callsOf(raw: TableLike, customer: string | undefined): Promise<Relation> {
  const table = toTable(raw);
  const fields = fieldsOf(table.columnNames(), undefined);
  const names = new Set([...Object.values(fields), ...(customer === undefined ? [] : [customer])]);
  const columns = [...names].map((name) => {
    const cells = Array.from(column(table, name), (cell: unknown) =>
      name === fields.traits && typeof cell === "object" && cell !== null ? JSON.stringify(cell) : cell,
    );
    return [name, cells] as const;
  });
  return read(tableOf(Object.fromEntries(columns) as Record<string, never[]>), { zones: "utc" });
}

function fieldsOf(names: readonly string[], file: string | undefined): Fields {
  const fields: { -readonly [F in Field]?: string } = {};
  for (const [field, { name, optional }] of Object.entries(segment.calls)) {
    const found = names.find((each) => bareName(each) === bareName(name));
    if (found !== undefined) fields[field as Field] = found;
    else if (!optional) {
      const other = looksLike(names);
      throw new DataError(
        `expected calls of Segment, with ${Object.values(segment.calls)
          .filter((each) => !each.optional)
          .map((each) => JSON.stringify(each.name))
          .join(", ")}, found ${names.map((each) => JSON.stringify(each)).join(", ")}; ` +
          (other === undefined
            ? 'of a table with a column for each trait, as warehouses have, map the columns: { customer: "user_id", ... }'
            : `it looks like an export of ${JSON.stringify(other)}: pass that instead`),
        { file },
      );
    }
  }
  return fields;
}

/** The identify calls of users as SQL (customer, time, message, traits), once their traits are known to be objects. */
async function identifyCalls(
  source: Relation,
  fields: Fields,
  userId: string,
  file: string | undefined,
): Promise<{ sql: string; warnings: string[] }> {
  const traits = identifier(fields.traits!);
  // Parquet has structs, which JSON text can say too.
  const text = source.typeOf(fields.traits!) === "text" ? traits : `CAST(to_json(${traits}) AS VARCHAR)`;
  const list = [
    `nullif(trim(${roleExpression(source, "customer", "id", userId)}), '') AS "customer"`,
    `coalesce(${roleExpression(source, "time", "time", fields.timestamp!)}, ${timeless}) AS "time"`,
    `coalesce(${fields.messageId === undefined ? "NULL" : `CAST(${identifier(fields.messageId)} AS VARCHAR)`}, '') AS "message"`,
    `${text} AS "traits"`,
  ];
  const all = `SELECT ${list.join(", ")} FROM ${source.from} WHERE lower(trim(CAST(${identifier(fields.type!)} AS VARCHAR))) = 'identify'`;
  const object = `json_valid("traits") AND json_type(CASE WHEN json_valid("traits") THEN "traits" END) IN ('OBJECT', 'NULL')`;
  const seen = await source.engine.query(
    `SELECT count(*) AS n, count("customer") AS named, count("customer") FILTER (WHERE "time" = ${timeless}) AS undated, min("traits") FILTER (WHERE NOT (${object})) AS odd FROM (${all}) AS calls`,
  );
  const [n, named, undated] = ["n", "named", "undated"].map((name) => seen.get(name, 0)) as [number, number, number];
  const odd = seen.get("odd", 0) as string | null;
  if (odd !== null)
    throw new DataError(
      `expected traits to be objects in JSON, got ${JSON.stringify(odd.slice(0, 60))}; correct these calls`,
      {
        file,
        column: fields.traits!,
      },
    );
  if (named === 0)
    throw new DataError(
      n === 0
        ? `expected calls of the type identify, got none; pass the calls that have traits`
        : `expected identify calls with a userId, got ${counted(n, "call")} of visitors without one`,
      { file, column: n === 0 ? fields.type! : userId },
    );
  return {
    sql: `SELECT * FROM (${all}) AS calls WHERE "customer" IS NOT NULL`,
    warnings: [
      ...(undated === 0
        ? []
        : [
            `customer: ${counted(undated, "identify call")} ${undated === 1 ? "has" : "have"} no ${fields.timestamp}; what ${undated === 1 ? "it tells" : "they tell"} gives way to every dated call.`,
          ]),
      ...(named === n
        ? []
        : [
            `customer: ${counted(n - named, "identify call")} of ${n} (${percent((n - named) / n)}) ${n - named === 1 ? "has" : "have"} no ${userId}: visitors who are not known, left out.`,
          ]),
    ],
  };
}

/**
 * SQL: the calls with the value of each trait as text (v0, v1, ...); null where it is none, empty, an object or a list. A name with a point may also be
 * meant as it is written.
 */
function valuesSql(calls: string, paths: readonly string[]): string {
  const step = (key: string) => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
  const pointers = paths.map((path) => [...new Set([step(path), path.split(".").map(step).join("")])]);
  const all = pointers.flat();
  if (all.length === 0) return `SELECT "customer", "time", "message" FROM (${calls}) AS calls`;
  const list = `"traits", [${all.map(literal).join(", ")}]`;
  const values = pointers.map((own, j) => {
    const from = pointers.slice(0, j).flat().length + 1;
    const each = own.map(
      (_, i) =>
        `CASE WHEN kinds[${from + i}] NOT IN ('OBJECT', 'ARRAY', 'NULL') THEN nullif(trim(texts[${from + i}]), '') END`,
    );
    return `coalesce(${each.join(", ")}) AS v${j}`;
  });
  return (
    `SELECT "customer", "time", "message", ${values.join(", ")} FROM ` +
    `(SELECT "customer", "time", "message", json_extract_string(${list}) AS texts, json_type(${list}) AS kinds FROM (${calls}) AS calls) AS told`
  );
}

async function withoutTrait(
  source: Relation,
  calls: string,
  role: string,
  path: string,
  file: string | undefined,
): Promise<DataError> {
  const keys = await source.engine.query(
    `SELECT DISTINCT unnest(json_keys("traits")) AS "key" FROM (${calls}) AS calls ORDER BY "key"`,
  );
  const names = Array.from(column(keys, "key"), String);
  const near = closest(path, names);
  return new DataError(
    `expected a trait for ${role} with values, named ${JSON.stringify(path)}, found the traits ${listed(names.map((name) => JSON.stringify(name)))}; "address.city" leads into an object.${near === undefined ? "" : ` Did you mean ${JSON.stringify(near)}?`}`,
    { file },
  );
}
