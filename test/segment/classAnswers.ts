import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Matrix } from "../../src/matrix.js";
import { random } from "../../src/random.js";
import { sharedColumns } from "../sharedData.js";

/** A Matrix of answers as text; "" and "NA" are missing. Levels are sorted. */
export function answersMatrix(columns: Readonly<Record<string, readonly string[]>>): Matrix {
  const categorical = Object.entries(columns).map(([name, cells]) => {
    const levels = [...new Set(cells.filter((cell) => cell !== "" && cell !== "NA"))].sort();
    return { name, levels, codes: Int32Array.from(cells, (cell) => levels.indexOf(cell)) };
  });
  const rows = categorical[0]!.codes.length;
  return {
    rows,
    ids: Array.from({ length: rows }, (_, i) => i),
    columns: [],
    values: [],
    categorical,
    preparation: {
      id: "row",
      columns: [],
      categorical: categorical.map(({ name, levels }) => ({ column: name, levels })),
    },
  };
}

/** Some columns of a file of the reference data, all where none are named. */
export function sharedAnswers(file: string, names?: readonly string[]): Matrix {
  return answersMatrix(
    Object.fromEntries(Object.entries(sharedColumns(file)).filter(([name]) => names?.includes(name) ?? true)),
  );
}

/** Answers drawn from k classes that differ as much as Dirichlet probabilities do, and the class of each row. */
export function drawnAnswers(
  rows: number,
  items: number,
  levels: number,
  k: number,
  seed: number,
): { matrix: Matrix; classes: number[] } {
  const draw = random(seed);
  const probabilities = Array.from({ length: k * items }, () => {
    const weights = Array.from({ length: levels }, () => -Math.log(1 - draw.uniform()));
    const sum = weights.reduce((all, one) => all + one, 0);
    return weights.map((weight) => weight / sum);
  });
  const classes = Array.from({ length: rows }, () => draw.integer(k));
  const columns = Array.from({ length: items }, (_, j) => [
    `item${j}`,
    classes.map((c) => {
      let left = draw.uniform();
      const level = probabilities[c * items + j]!.findIndex((share) => {
        left -= share;
        return left < 0;
      });
      return String(level < 0 ? levels - 1 : level);
    }),
  ]);
  return { matrix: answersMatrix(Object.fromEntries(columns)), classes };
}

/** The simulated shop's survey: answers by item, and of each respondent the attitude that stands behind them and how they answered. */
export function shopSurvey(): { answers: Record<string, string[]>; attitudes: string[]; careful: boolean[] } {
  const read = (name: string) => {
    const lines = readFileSync(join(import.meta.dirname, "../../data", name), "utf8")
      .trim()
      .split(/\r?\n/);
    const header = lines[0]!.split(",");
    return lines.slice(1).map((line) => Object.fromEntries(line.split(",").map((cell, j) => [header[j]!, cell])));
  };
  const truth = new Map(read("truth.csv").map((row) => [row.customer_id!, row]));
  const survey = read("survey.csv").filter(({ customer_id }) => truth.has(customer_id!));
  const items = Object.keys(survey[0]!).filter((name) => /^(q\d|brand_|need_)/.test(name));
  return {
    answers: Object.fromEntries(items.map((name) => [name, survey.map((row) => row[name] ?? "")])),
    attitudes: survey.map(({ customer_id }) => truth.get(customer_id!)!.attitude!),
    careful: survey.map(({ customer_id }) => truth.get(customer_id!)!.respondent === "careful"),
  };
}
