import { relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Command, InvalidArgumentError, Option } from "commander";
import { dayText } from "../collect/day.js";
import { proposeMapping } from "../collect/proposeMapping.js";
import { missingByDefault, read } from "../collect/read.js";
import { type Mapping, transactions } from "../collect/transactions.js";
import { identifier } from "../engine/quote.js";
import { publish } from "./publish.js";
import { seconds, wholeNumber } from "./run.js";

const roles = ["customer", "order", "time", "amount", "quantity", "price"] as const;
type Flags = Partial<Record<(typeof roles)[number], string>> & {
  asOf?: string;
  missing?: string[];
  returns: string;
  segments: number;
  seed: number;
  output: string;
  timeout: number;
};

/** `clientele report [ORDERS]` */
export function reportCommand(): Command {
  const command = new Command("report")
    .description("a segment report on a file of orders; on the bundled shop where no file is named")
    .argument("[orders]", "order lines: CSV and its relatives, gzip, Parquet, JSON, XLSX");
  const meanings: Record<(typeof roles)[number], string> = {
    customer: "column that names the customer",
    order: "column that names the order",
    time: "column with the time of the order",
    amount: "column with the money of the line",
    quantity: "column with the quantity (with --price, instead of --amount)",
    price: "column with the price of one piece",
  };
  for (const role of roles) command.option(`--${role} <column>`, meanings[role]);
  return command
    .option("--as-of <date>", "the day from which recency is counted; never guessed")
    .option(
      "--missing <text>",
      "text that stands for a missing value, beside the usual such as NA; may be repeated",
      (text: string, before: string[] = []) => [...before, text],
    )
    .addOption(
      new Option("--returns <rule>", "what returned goods do").choices(["net", "exclude", "keep"]).default("net"),
    )
    .option("--segments <number>", "how many segments; 0 takes the number that the criteria recommend", segmentCount, 5)
    .option("--seed <number>", "seed of every random start", wholeNumber, 1)
    .option("-o, --output <file>", "the report, .html (or .ipynb)", "reports/segments.html")
    .option("--timeout <seconds>", "longest time for one step", seconds, 600)
    .action(async (orders: string | undefined, flags: Flags) => {
      refuseWithoutOrders(orders, flags);
      const parameters = orders === undefined ? {} : await ordersParameters(orders, flags);
      const notebook = fileURLToPath(new URL("../../notebooks/00-start-here.ipynb", import.meta.url));
      const lines = await publish({
        notebook,
        parameters: { ...parameters, returns: flags.returns, segments: flags.segments, seed: flags.seed },
        output: flags.output,
        timeoutSeconds: flags.timeout,
      });
      process.stdout.write(`\n${lines.map((line) => `  ${line}`).join("\n")}\n\n`);
      process.stdout.write(`The report: ${pathToFileURL(resolve(flags.output)).href}\n\n`);
      process.stdout.write(orders === undefined ? afterShop : afterOrders({ ...parameters, returns: flags.returns }));
    });
}

const afterShop = `What to try next:
  npx clientele report YOUR-ORDERS.csv    the same report on your own file
  npx clientele lab notebooks             the notebooks, to change and to run again
  npx clientele doctor                    what works on this machine
`;

/** The closer look at the same file, as a command that can be copied. */
function afterOrders(parameters: Readonly<Record<string, unknown>>): string {
  const notebook = fileURLToPath(new URL("../../notebooks/01-can-we-trust-this-data.ipynb", import.meta.url));
  const quoted = (text: string) => (/^[\w./:=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
  const given = Object.entries(parameters).map(
    ([name, value]) => `-p ${quoted(`${name}=${typeof value === "string" ? value : JSON.stringify(value)}`)}`,
  );
  return `What to try next: a closer look at the data
  npx clientele run ${quoted(relative(".", notebook))} ${given.join(" ")}
`;
}

/** The bundled shop has its own columns and day, so flags for a file without one would be ignored silently. */
function refuseWithoutOrders(orders: string | undefined, flags: Flags): void {
  if (orders !== undefined) return;
  const given = ([...roles, "asOf", "missing"] as const).find((name) => flags[name] !== undefined);
  if (given !== undefined)
    throw new RangeError(
      `expected a file of orders for --${given === "asOf" ? "as-of" : given}, got none: clientele report ORDERS --help`,
    );
}

function segmentCount(text: string): number {
  const count = wholeNumber(text);
  if (count === 1)
    throw new InvalidArgumentError("expected 2 segments or more (or 0), got 1: there is nothing to compare");
  return count;
}

/** The notebook's parameters for a file: its columns by role, proposed where no flag names one, and the day to count from. */
async function ordersParameters(
  orders: string,
  flags: Flags,
): Promise<{ ordersFile: string; reading?: { missing: string[] }; roles: Mapping; asOf: string }> {
  const given = Object.fromEntries(
    roles.filter((role) => flags[role] !== undefined).map((role) => [role, flags[role]]),
  ) as Partial<Mapping>;
  const asOf = flags.asOf === undefined ? undefined : dayText(flags.asOf, "--as-of");
  const named = flags.missing && { reading: { missing: [...missingByDefault, ...flags.missing] } };
  const raw = await read(orders, named?.reading);
  const mapping = completed(raw, given);
  const lines = transactions(raw, mapping); // says at once which column does not exist
  if (asOf !== undefined) return { ordersFile: resolve(orders), ...named, roles: mapping, asOf };
  const last = await lines.engine.query<{ last: Date | null }>(
    `SELECT max(${identifier("time")}) AS last FROM ${lines.from}`,
  );
  const time = last.get("last", 0) as Date | null;
  const day = time === null ? "2026-01-01" : new Date(time.getTime() + 86_400_000).toISOString().slice(0, 10);
  const found = time === null ? "no order has a time" : `the last order is of ${time.toISOString().slice(0, 10)}`;
  throw new RangeError(
    `expected --as-of, the day from which recency is counted, got none: it is never guessed. In ${orders} ${found}; for a file that ends there, the day after is usual:\n  --as-of ${day}`,
  );
}

/** The named columns, and for the roles without one the columns that look like it; said line by line. */
function completed(raw: Awaited<ReturnType<typeof read>>, given: Partial<Mapping>): Mapping {
  const { mapping, reasons } = proposeMapping(raw);
  const taken = new Set(Object.values(given));
  // Money that was named is not mixed with money that was guessed.
  const money: readonly string[] = ["amount", "quantity", "price", "discount", "discountShare"];
  const settled = Object.keys(given).some((role) => money.includes(role)) ? money : [];
  const added = Object.entries(mapping).filter(
    ([role, column]) => !(role in given) && !taken.has(column) && !settled.includes(role),
  );
  const too = Object.keys(given).length > 0 ? ", too" : "";
  if (added.length > 0) process.stdout.write(`By name and type these columns are taken${too} (flags override):\n`);
  for (const [role, column] of added) {
    const flag = (roles as readonly string[]).includes(role) ? `--${role}` : role;
    process.stdout.write(`  ${flag.padEnd(13)} ${column}  (${reasons[role as keyof Mapping] ?? "by its name"})\n`);
  }
  const complete = { ...Object.fromEntries(added), ...given } as Mapping;
  const names = raw.names.map((name) => JSON.stringify(name)).join(", ");
  const texts = raw.report.notes.filter((note) => note.includes(" is kept as text"));
  const hint = texts.length === 0 ? "" : `\n${texts.join("\n")}\nWhere such a value is no value: --missing TEXT`;
  for (const role of ["customer", "time"] as const) {
    if (complete[role] === undefined)
      throw new RangeError(`expected --${role} COLUMN, since no column looks like it; the columns are ${names}${hint}`);
  }
  if (complete.order === undefined)
    process.stdout.write(
      "  No column looks like an order number, so every row counts as an order; --order COLUMN changes that.\n",
    );
  return complete;
}
