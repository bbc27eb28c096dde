import { DataError, quoted, requireColumn } from "../../errors.js";
import { ownId } from "../../features.js";
import { rowIds } from "../../matrix.js";
import type { Segmentation } from "../../segmentation.js";
import { column, finiteNumbers, type Table, type TableLike, toTable } from "../../table.js";

/** One place and who is there. */
export interface Place {
  readonly latitude: number;
  readonly longitude: number;
  /** Its name, where the table has one. */
  readonly name: string | undefined;
  readonly count: number;
  /** Customers by the label of their segment; empty where no segments are drawn. */
  readonly labels: ReadonlyMap<number, number>;
}

/** Customers by the places that they are at, the most peopled first. */
export interface Places {
  readonly places: readonly Place[];
  /** Customers on the map. */
  readonly count: number;
  /** Customers without a place, or at 0/0, which stands for unknown. */
  readonly without: number;
  /** Rows of customers who are in no row of the segmentation. */
  readonly unlabeled: number;
}

/** Reads where customers are, and joins them to their segments by id. */
export function readPlaces(
  points: TableLike,
  options: { latitude: string; longitude: string; name: string | undefined; id: string | undefined },
  segments: Segmentation | undefined,
): Places {
  const table: Table = toTable(points);
  for (const side of ["latitude", "longitude"] as const)
    requireColumn(table.columnNames(), options[side], `a column for ${side}`);
  const latitude = finiteNumbers(table, options.latitude).values;
  const longitude = finiteNumbers(table, options.longitude).values;
  const named = options.name ?? (table.columnNames().includes("city") ? "city" : undefined);
  const names = named === undefined ? undefined : column(table, named);
  const labelOf = segments === undefined ? undefined : labelsOf(table, options.id ?? ownId(points), segments);

  const found = new Map<
    string,
    { latitude: number; longitude: number; names: Map<string, number>; count: number; labels: Map<number, number> }
  >();
  let [count, without, unlabeled] = [0, 0, 0];
  latitude.forEach((lat, i) => {
    // -180 is 180: one line.
    const lon = longitude[i]! === -180 ? 180 : longitude[i]!;
    const label = labelOf?.[i];
    if (labelOf !== undefined && label === undefined) {
      unlabeled++;
      return;
    }
    if (Number.isNaN(lat) || Number.isNaN(lon) || (lat === 0 && lon === 0)) {
      without++;
      return;
    }
    if (Math.abs(lat) > 90 || Math.abs(lon) > 180)
      throw new DataError(
        `expected a latitude from -90 to 90 and a longitude from -180 to 180, got ${lat}, ${lon}; geographic() takes such places out and counts them`,
        { row: i + 1, column: Math.abs(lat) > 90 ? options.latitude : options.longitude },
      );
    count++;
    const key = `${lat} ${lon}`;
    let place = found.get(key);
    if (place === undefined) {
      place = { latitude: lat, longitude: lon, names: new Map(), count: 0, labels: new Map() };
      found.set(key, place);
    }
    place.count++;
    if (label !== undefined) place.labels.set(label, (place.labels.get(label) ?? 0) + 1);
    const name = names?.[i];
    if (name !== null && name !== undefined && String(name).trim() !== "")
      place.names.set(String(name), (place.names.get(String(name)) ?? 0) + 1);
  });
  if (count === 0)
    throw new DataError(
      `expected customers with a latitude and a longitude, got none of ${table.numRows()}${unlabeled > 0 ? `; ${unlabeled} are not in the segmentation` : ""}`,
      { column: options.latitude },
    );
  const places = [...found.values()]
    .map(({ names: all, ...place }): Place => ({ ...place, name: mostFrequent(all) }))
    .sort((a, b) => b.count - a.count || a.latitude - b.latitude || a.longitude - b.longitude);
  return { places, count, without, unlabeled };
}

/** The label of each row's customer; undefined where the segmentation has them not. */
function labelsOf(table: Table, id: string | undefined, segments: Segmentation): (number | undefined)[] {
  const { name, ids } = rowIds(table, id);
  const labels = new Map(segments.ids.map((one, i) => [String(one), segments.labels[i]!]));
  const found = ids.map((one) => labels.get(String(one)));
  if (found.every((label) => label === undefined))
    throw new DataError(
      `expected customers of the segmentation, got none: it has ${quoted(segments.ids[0])}, the table ${quoted(ids[0])}; name the column of ids by { id }`,
      { column: name },
    );
  return found;
}

/** The key with the highest count, the first by its order of those alike. */
export function mostFrequent<K extends string | number>(counts: ReadonlyMap<K, number>): K | undefined {
  let best: K | undefined;
  for (const [key, count] of counts)
    if (best === undefined || count > counts.get(best)! || (count === counts.get(best)! && key < best)) best = key;
  return best;
}
