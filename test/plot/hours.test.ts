import assert from "node:assert/strict";
import { test } from "node:test";
import { hours } from "../../src/plot/hours.js";
import { random } from "../../src/random.js";
import type { Activity, ActivityRow } from "../../src/represent/activity.js";
import { toTable } from "../../src/table.js";
import { headline } from "./headline.js";
import { drawnTexts } from "./svgTexts.js";

type Map = { z: number[][]; zmin: number; zmax: number; name?: string; colorbar?: object; showscale?: boolean };
type Counts = Readonly<Record<string, number>>;

/** Rows of the week with these counts, by "weekday hour", and `rest` in all other hours. */
function weekOf(counts: Counts, rest = 0): { rows: ActivityRow[]; total: number } {
  const all = Array.from({ length: 168 }, (_, i) => ({ weekday: Math.floor(i / 24) + 1, hour: i % 24 }));
  const cells = all.map((slot) => ({ ...slot, count: counts[`${slot.weekday} ${slot.hour}`] ?? rest }));
  const total = cells.reduce((sum, { count }) => sum + count, 0);
  return { rows: cells.map((cell) => ({ ...cell, share: total === 0 ? null : cell.count / total })), total };
}

function one(counts: Counts, rest = 0, of: Activity["of"] = "orders"): Activity {
  const { rows, total } = weekOf(counts, rest);
  return { table: toTable<ActivityRow>(rows), of, total, warnings: [] };
}

function several(groups: readonly (readonly [name: string, counts: Counts, rest?: number])[]): Activity {
  const weeks = groups.map(([, counts, rest]) => weekOf(counts, rest));
  const rows = weeks.flatMap((week, label) => week.rows.map((row) => ({ label, segment: groups[label]![0], ...row })));
  return {
    table: toTable<ActivityRow>(rows),
    of: "sessions",
    total: weeks.reduce((sum, { total }) => sum + total, 0),
    segments: weeks.map(({ total }, label) => ({ label, name: groups[label]![0], customers: total, total })),
    warnings: [],
  };
}
const maps = (activity: Activity) => hours(activity).data as unknown as Map[];

test("by hand: Monday on top, 24 hours across, zeros drawn, colors from 0 to the most", () => {
  const figure = hours(one({ "1 0": 3, "7 23": 60, "3 12": 7 }));
  const [map] = figure.data as unknown as Map[];
  assert.deepEqual([map!.z.length, map!.z[0]!.length, map!.zmin, map!.zmax], [7, 24, 0, 60]);
  assert.deepEqual([map!.z[0]![0], map!.z[6]![23], map!.z[2]![12], map!.z[5]![5]], [3, 60, 7, 0]);
  assert.deepEqual((figure.layout.yaxis as { range: number[] }).range, [6.5, -0.5]);
  const texts = drawnTexts(figure.svg);
  const top = (text: string) => texts.find((drawn) => drawn.text === text)!.top;
  assert.ok(top("Mon") < top("Sun"), "Monday stands above Sunday");
  assert.equal([...figure.svg.matchAll(/<rect /g)].length >= 168, true);
  assert.match(figure.alt, /Most are on Sundays at 23:00 \(60 orders\).*Sunday 86 %.*165 hours of 168 have none/);
});

test("the title says the hour with the most, two or three of equal ones, or that none stands out", () => {
  const title = (counts: Counts, rest = 0) => hours(one(counts, rest)).title;
  assert.equal(title({ "7 20": 60, "1 9": 40 }), "Most orders come on Sundays at 20:00 (60 % of 100)");
  assert.equal(
    title({ "7 20": 60, "1 9": 60 }),
    "Most orders come on Mondays at 9:00 and Sundays at 20:00 (60 each, of 120)",
  );
  assert.equal(title({ "2 20": 60, "2 21": 60 }), "Most orders come on Tuesdays at 20:00 and 21:00 (60 each, of 120)");
  assert.equal(title({}, 2), "No hour of the week stands out: 168 have the most orders (2 each, of 336)");
  assert.equal(title({ "7 20": 49 }), "Only 49 orders: too few to tell the hours in which most come");
  assert.equal(title({ "7 20": 50 }), "Most orders come on Sundays at 20:00 (100 % of 50)");
  assert.equal(title({}), "Only 0 orders: too few to tell the hours in which most come");
});

test("by hand: hours that are within two standard errors of the most are counted", () => {
  // 100 - 73 = 27 is more than 2 sqrt(173) = 26.3; 100 - 74 = 26 is less than 2 sqrt(174) = 26.4.
  assert.match(headline(hours(one({ "1 9": 100, "1 10": 74, "1 11": 73 }))), /1 other hour comes so close/);
  assert.doesNotMatch(headline(hours(one({ "1 9": 100, "1 11": 73 }))), /so close/);
});

test("by hand: segments are shares of their own on one scale", () => {
  const activity = several([
    ["Evening", { "7 20": 300, "1 9": 100 }],
    ["Morning", { "1 9": 60, "7 20": 20 }],
  ]);
  const [first, second] = maps(activity);
  assert.deepEqual([first!.z[6]![20], first!.z[0]![9], second!.z[0]![9], second!.z[6]![20]], [75, 25, 75, 25]);
  assert.deepEqual([first!.zmax, second!.zmax, first!.zmin, second!.zmin], [75, 75, 0, 0]);
  assert.deepEqual([first!.colorbar !== undefined, second!.colorbar, second!.showscale], [true, undefined, false]);
  const figure = hours(activity);
  // By hand: in all 320 of 480 at 20:00. Morning: 80 * (1 - 80 / 480) * 2 / 3 = 44.4, (20 - 53.3)^2 / 44.4 = 25, and 50 at 9:00. Both have the same
  // chi-squared of 75, so that the smaller differs more per session.
  assert.equal(
    figure.title,
    "Of 2 segments, Morning differs most in its hours: most of its sessions come on Mondays at 9:00",
  );
  const texts = drawnTexts(figure.svg).map(({ text }) => text);
  for (const text of ["Evening (400 sessions)", "Morning (80 sessions)"])
    assert.ok(texts.includes(text), `${text} stands above its panel`);
});

test("segments of like hours differ by no more than chance", () => {
  const like = several([
    ["A", { "7 20": 150, "1 9": 50 }],
    ["B", { "7 20": 74, "1 9": 26 }],
  ]);
  assert.equal(hours(like).title, "The hours of 2 segments differ by no more than chance");
});

test("of 60 pairs of segments drawn from the same hours, hardly any are said to differ", () => {
  const generator = random(5);
  const drawn = (size: number) => {
    const counts: Record<string, number> = {};
    for (let i = 0; i < size; i++) {
      const day = 1 + Math.min(6, Math.floor(7 * generator.uniform() ** 1.3));
      const at = `${day} ${Math.min(23, Math.max(0, Math.round(15 + 4 * generator.normal())))}`;
      counts[at] = (counts[at] ?? 0) + 1;
    }
    return counts;
  };
  let claims = 0;
  for (let time = 0; time < 60; time++)
    claims += Number(
      /differs most/.test(
        hours(
          several([
            ["A", drawn(1000)],
            ["B", drawn(60)],
          ]),
        ).title,
      ),
    );
  // At p < 0.01 for the pair 0.6 are expected; 5 or more have a chance below 1 in 2,000.
  assert.ok(claims < 5, `${claims} of 60`);
});

test("segments of fewer than 50 are named, and do not set the scale; those without anything are left out and named", () => {
  const thin = several([
    ["Large", { "7 20": 30, "1 9": 70 }],
    ["Thin", { "2 3": 3 }],
    ["Empty", {}],
  ]);
  const figure = hours(thin);
  assert.deepEqual(
    maps(thin).map(({ zmax }) => zmax),
    [70, 70],
  );
  assert.equal(maps(thin)[1]!.z[1]![3], 100);
  assert.equal(figure.title, "Large: most sessions come on Mondays at 9:00 (70 % of 100)");
  assert.match(
    headline(figure),
    /Fewer than 50 sessions tell little: Thin; what lies above the scale has its darkest color\. Not drawn, for they have no sessions: Empty\./,
  );
  const alone = several([
    ["A", { "2 3": 3 }],
    ["B", { "2 4": 4 }],
  ]);
  assert.match(hours(alone).title, /^Only 7 sessions of 2 segments: too few/);
  assert.equal(maps(alone)[0]!.zmax, 100);
});

test("of more than eight segments, the eight with the most are drawn, in their order", () => {
  const many = several(Array.from({ length: 10 }, (_, i) => [`S${i}`, { "1 9": 100 + ((i * 7) % 10) }]));
  assert.deepEqual(
    maps(many).map(({ name }) => name),
    ["S1", "S2", "S4", "S5", "S6", "S7", "S8", "S9"], // S0 has 100, S3 101
  );
  assert.match(
    headline(hours(many)),
    /The hours of the 8 largest segments .*The 8 of 10 segments with the most sessions/,
  );
});

test("says what is wrong", () => {
  assert.throws(() => hours([] as never), { name: "TypeError", message: /expected what activity returns/ });
  assert.throws(() => hours({ table: toTable([{ a: 1 }]) } as never), /expected what activity returns/);
});
