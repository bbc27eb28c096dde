import { DataError, quoted } from "../../errors.js";
import { angleBetween, nearestOnSphere, type Places } from "../../numeric/nearestOnSphere.js";
import { readable } from "../../readable.js";
import { column, type Row, type TableLike, toTable } from "../../table.js";
import { wrongPlace } from "./customerPlaces.js";

/** The mean radius of the Earth in kilometers (IUGG 1980): the sphere on which distances are taken. */
export const earthRadius = 6371.0088;

/** A store: its name, and where it is, in degrees. */
export type Store = { name: string | number; latitude: number; longitude: number };

/** The stores in the order of their names, so that which of several equally near ones is taken does not depend on their rows. */
export interface Stores extends Places {
  readonly names: readonly string[];
}

/** Stores of a table with the columns name, latitude and longitude. */
export function storesOf(data: TableLike<Row>): Stores {
  const table = toTable(data);
  const [names, up, across] = ["name", "latitude", "longitude"].map((name) => column(table, name)) as [
    ...ArrayLike<unknown>[],
  ] as [ArrayLike<unknown>, ArrayLike<unknown>, ArrayLike<unknown>];
  const rows = Array.from({ length: names.length }, (_, i) => {
    const name = names[i];
    if ((typeof name !== "string" && typeof name !== "number") || String(name).trim() === "")
      throw new DataError(`expected a name for every store, got ${quoted(name)}`, { row: i + 1, column: "name" });
    const [latitude, longitude] = [up[i], across[i]];
    const wrong =
      typeof latitude === "number" && typeof longitude === "number"
        ? wrongPlace(latitude, longitude)
        : "expected latitude and longitude in degrees";
    if (wrong !== undefined)
      throw new DataError(`${wrong} for store ${quoted(name)}, got ${quoted(latitude)}, ${quoted(longitude)}`, {
        row: i + 1,
        column: "latitude",
      });
    return { name: String(name).trim(), latitude: latitude as number, longitude: longitude as number, row: i + 1 };
  });
  if (rows.length === 0) throw new DataError("expected at least one store, got an empty table");
  rows.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.row - b.row));
  rows.forEach((one, i) => {
    if (i > 0 && one.name === rows[i - 1]!.name)
      throw new DataError(
        `expected one row a store, got ${quoted(one.name)} in rows ${rows[i - 1]!.row} and ${one.row}; add the street or a number to the name`,
        { row: one.row, column: "name" },
      );
  });
  return {
    names: rows.map(({ name }) => name),
    latitude: Float64Array.from(rows, ({ latitude }) => latitude),
    longitude: Float64Array.from(rows, ({ longitude }) => longitude),
  };
}

/** The nearest store of each customer and the kilometers to it; null where the customer has no place. */
export function storeDistances(
  places: Places,
  stores: Stores,
): { readonly names: (string | null)[]; readonly kilometers: (number | null)[] } {
  const { index, angle } = nearestOnSphere(places, stores);
  return {
    names: Array.from(index, (j) => (j < 0 ? null : stores.names[j]!)),
    kilometers: kilometersOf(angle),
  };
}

/** The kilometers from each customer to one place. */
export function centerDistances(places: Places, latitude: number, longitude: number): (number | null)[] {
  return kilometersOf(places.latitude.map((lat, i) => angleBetween(lat, places.longitude[i]!, latitude, longitude)));
}

function kilometersOf(angles: Float64Array): (number | null)[] {
  return Array.from(angles, (angle) => (Number.isNaN(angle) ? null : angle * earthRadius));
}

/** Where customers would be far nearer if their coordinates were swapped, which no range shows: a warning; else undefined. At most 500 of them are looked at. */
export function swappedWarning(places: Places, targets: Places): string | undefined {
  const known = Array.from(places.latitude.keys()).filter((i) => !Number.isNaN(places.latitude[i]!));
  const step = Math.max(1, Math.ceil(known.length / 500));
  const some = known.filter((_, n) => n % step === 0);
  if (some.some((i) => Math.abs(places.longitude[i]!) > 90)) return undefined;
  const latitude = Float64Array.from(some, (i) => places.latitude[i]!);
  const longitude = Float64Array.from(some, (i) => places.longitude[i]!);
  const median = (of: Places) => {
    const { angle } = nearestOnSphere(of, targets);
    return angle.sort()[angle.length >> 1]! * earthRadius;
  };
  const own = median({ latitude, longitude });
  const turned = median({ latitude: longitude, longitude: latitude });
  return own > 500 && turned < own / 10
    ? `Half of the customers are ${readable(own)} km or more away; with latitude and longitude swapped it were ${readable(turned)} km: are they swapped?`
    : undefined;
}
