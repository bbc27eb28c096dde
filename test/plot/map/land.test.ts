import assert from "node:assert/strict";
import { test } from "node:test";
import { land } from "../../../src/plot/map/land.js";
import { type MapWindow, mapWindow } from "../../../src/plot/map/mapWindow.js";

/** How often the outlines go around a point: 0 is water. */
function turnsAround(
  { x, y }: { x: readonly (number | null)[]; y: readonly (number | null)[] },
  at: readonly [number, number],
): number {
  let turns = 0;
  for (let i = 1; i < x.length; i++) {
    const [ax, ay, bx, by] = [x[i - 1], y[i - 1], x[i], y[i]] as number[];
    if (x[i - 1] === null || x[i] === null) continue;
    const side = (bx! - ax!) * (at[1] - ay!) - (at[0] - ax!) * (by! - ay!);
    if (ay! <= at[1] && by! > at[1] && side > 0) turns++;
    if (ay! > at[1] && by! <= at[1] && side < 0) turns--;
  }
  return turns;
}

const world: MapWindow = { west: -180, east: 180, south: -90, north: 90, scale: 1 };
const isLand = (window: MapWindow, [latitude, longitude]: readonly [number, number]) =>
  turnsAround(land(window).area, [longitude * window.scale, latitude]) !== 0;

test("land is where it is, and seas, also inland ones, are not, at three scales and over the 180th degree", () => {
  const dry: [string, number, number][] = [
    ["Bern", 46.948, 7.447],
    ["Kansas", 38.5, -98],
    ["Alice Springs", -23.7, 133.88],
    ["South Pole, nearly", -88, 20],
    ["Chukotka", 67, 179.5],
    ["Chukotka, beyond 180", 67, -176],
    ["Nairobi", -1.29, 36.82],
  ];
  const wet: [string, number, number][] = [
    ["Atlantic", 35, -40],
    ["Caspian Sea", 42, 50.5],
    ["Pacific", 0, -150],
    ["North Pole", 89, 0],
    ["Bay of Biscay", 45, -6],
    ["Bering Sea", 58, 180],
  ];
  for (const [name, latitude, longitude] of dry) assert.ok(isLand(world, [latitude, longitude]), `${name} is land`);
  for (const [name, latitude, longitude] of wet) assert.ok(!isLand(world, [latitude, longitude]), `${name} is water`);
  for (const span of [40, 4]) {
    const around = (latitude: number, longitude: number): MapWindow => ({
      west: longitude - span,
      east: longitude + span,
      south: Math.max(-90, latitude - span / 2),
      north: Math.min(90, latitude + span / 2),
      scale: 0.7,
    });
    // The finest scale takes a tenth of a second each.
    const some = (list: typeof dry) => (span > 12 ? list : list.filter(([name]) => /Bern|Caspian|Bering/.test(name)));
    for (const [name, latitude, longitude] of some(dry))
      assert.ok(isLand(around(latitude, longitude), [latitude, longitude]), `${name} is land within ${span} degrees`);
    for (const [name, latitude, longitude] of some(wet))
      assert.ok(!isLand(around(latitude, longitude), [latitude, longitude]), `${name} is water within ${span} degrees`);
  }
  const pacific: MapWindow = { west: 150, east: 230, south: 40, north: 75, scale: 0.5 };
  assert.ok(isLand(pacific, [67, 184]), "Chukotka goes on east of 180");
  assert.ok(isLand(pacific, [64, 210]), "and Alaska is beside it");
});

test("coastlines have no cut along the 180th degree or a pole, and areas stay within the window", () => {
  const window: MapWindow = { west: 150, east: 230, south: -60, north: 80, scale: 0.8 };
  const { area, coast } = land(window);
  for (const { x, y } of [coast])
    for (let i = 1; i < x.length; i++) {
      if (x[i - 1] === null || x[i] === null) continue;
      const long = Math.hypot(x[i]! - x[i - 1]!, y[i]! - y[i - 1]!);
      assert.ok(long < 6, `a coast of ${long} degrees in one line at ${x[i]}, ${y[i]}`);
    }
  const xs = area.x.filter((one) => one !== null);
  const ys = area.y.filter((one) => one !== null);
  assert.ok(Math.min(...xs) >= 150 * 0.8 - 0.01 && Math.max(...xs) <= 230 * 0.8 + 0.01, "within west and east");
  assert.ok(Math.min(...ys) >= -60.01 && Math.max(...ys) <= 80.01, "within south and north");
});

test("a window holds all places, on both sides of 180 in one piece, and one place has a country around it", () => {
  const fiji = mapWindow([-17, -18, -16], [179, -179, 178]);
  assert.deepEqual(fiji.unwrapped, [179, 181, 178]);
  assert.ok(fiji.window.east - fiji.window.west < 6, `${fiji.window.west} to ${fiji.window.east}`);
  // From the Americas to Australia: no seam elsewhere makes it much narrower.
  const most = mapWindow([40, 50, -30], [-120, 20, 150]);
  assert.deepEqual(most.unwrapped, [-120, 20, 150]);
  const one = mapWindow([46.9], [7.4]).window;
  assert.ok(one.north - one.south >= 10 && one.south < 46.9 && one.north > 46.9, JSON.stringify(one));
  const whole = mapWindow([-90, 0, 0, 0, 90], [-180, -90, 0, 90, 179.9]).window;
  assert.deepEqual([whole.east - whole.west, whole.south, whole.north], [360, -90, 90]);
});
