import type { Relation } from "../engine/relation.js";
import { closest } from "../errors.js";
import type { Row, Table } from "../table.js";

/** A rule that leaves rows out: its name, and what it means in words. */
export interface NamedRule {
  readonly name: string;
  readonly meaning: string;
}

/** What rules left out, told rule by rule: rows have the number of the first rule that they meet, from 1, and 0 where they are kept. */
export interface RuleRows<F extends string, C extends Row> {
  /** A row a rule in their order, and a last one "kept", each with the figures of `counted`. */
  readonly figures: ({ rule: string; meaning: string } & { [K in F]: number })[];
  rows(rule: string): Relation<C>;
}

/**
 * Puts what was counted by rule beside the rules.
 *
 * @param counted a row a number that occurs, with the column "rule" and those of `columns`.
 * @param rowsOf the rows with a number.
 */
export function ruleRows<F extends string, C extends Row>(
  rules: readonly NamedRule[],
  counted: Table,
  columns: readonly F[],
  rowsOf: (number: number) => Relation<C>,
): RuleRows<F, C> {
  const all = [...rules, { name: "kept", meaning: "left for analysis" }];
  const numberOf = (i: number) => (i === rules.length ? 0 : i + 1);
  const numbers = Array.from(counted.array("rule") as ArrayLike<number>);
  const figure = (i: number, column: F) => {
    const at = numbers.indexOf(numberOf(i));
    return at < 0 ? 0 : (counted.get(column, at) as number);
  };
  const names = all.map(({ name }) => name);
  return {
    figures: all.map(({ name, meaning }, i) => ({
      rule: name,
      meaning,
      ...(Object.fromEntries(columns.map((column) => [column, figure(i, column)])) as { [K in F]: number }),
    })),
    rows(name) {
      const at = names.indexOf(name);
      if (at >= 0) return rowsOf(numberOf(at));
      const near = closest(String(name), names);
      const hint = near === undefined ? "" : `. Did you mean ${JSON.stringify(near)}?`;
      throw new RangeError(`expected one of the rules ${names.join(", ")}, got ${JSON.stringify(name)}${hint}`);
    },
  };
}
