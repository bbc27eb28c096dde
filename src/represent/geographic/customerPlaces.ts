import type { Customers } from "../../collect/customers.js";
import { DataError, quoted } from "../../errors.js";
import type { Places } from "../../numeric/nearestOnSphere.js";
import { counted } from "../../readable.js";
import { column, type Value } from "../../table.js";

/** What is wrong with a pair of coordinates in degrees; undefined where nothing is. */
export function wrongPlace(latitude: number, longitude: number): string | undefined {
  if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180))
    return "expected a latitude from -90 to 90 and a longitude from -180 to 180";
  if (latitude === 0 && longitude === 0) return "expected a place, got 0/0, which is open sea and stands for unknown";
  return undefined;
}

/** Where customers are: NaN in both where that is not known or cannot be. What was left out is told in `warnings`. */
export function customerPlaces(customers: Customers, warnings: string[]): Places {
  const read = (role: "latitude" | "longitude"): readonly (number | null)[] => {
    if (customers.bands[role] !== undefined)
      throw new DataError(`expected degrees for ${role}, got bands such as ${quoted(customers.bands[role][0]?.text)}`, {
        column: role,
      });
    return Array.from(column(customers.table, role)) as (number | null)[];
  };
  const [up, across] = [read("latitude"), read("longitude")];
  const ids = column(customers.table, "customer");
  const latitude = new Float64Array(up.length).fill(Number.NaN);
  const longitude = new Float64Array(up.length).fill(Number.NaN);
  const odd = { half: [] as number[], outside: [] as number[], zero: [] as number[] };
  let turned = 0;
  let given = 0;
  up.forEach((lat, i) => {
    const lon = across[i]!;
    if (lat === null && lon === null) return;
    given++;
    if (lat === null || lon === null) odd.half.push(i);
    else if (wrongPlace(lat, lon) === undefined) {
      latitude[i] = lat;
      longitude[i] = lon;
    } else if (lat === 0 && lon === 0) odd.zero.push(i);
    else {
      odd.outside.push(i);
      if (wrongPlace(lon, lat) === undefined) turned++;
    }
  });
  if (odd.outside.length > 0 && odd.outside.length === given)
    throw new DataError(
      `expected latitudes from -90 to 90 and longitudes from -180 to 180, got ${up[odd.outside[0]!]}, ${across[odd.outside[0]!]} and no pair within them; ${turned === given ? "are latitude and longitude swapped?" : "give degrees"}`,
      { row: odd.outside[0]! + 1, column: "latitude" },
    );
  const tell = (rows: readonly number[], what: string, more = "") => {
    if (rows.length > 0)
      warnings.push(
        `${counted(rows.length, "customer")} ${what}, the first ${quoted(ids[rows[0]!] as Value)}: they have no place${more}.`,
      );
  };
  tell(odd.half, `${rowsVerb(odd.half, "has", "have")} a latitude or a longitude without the other`);
  tell(odd.zero, `${rowsVerb(odd.zero, "lies", "lie")} at 0/0, which is open sea`);
  tell(
    odd.outside,
    `${rowsVerb(odd.outside, "lies", "lie")} beyond 90 degrees of latitude or 180 of longitude`,
    turned > 0 ? ` (${turned} would be within them with latitude and longitude swapped)` : "",
  );
  return { latitude, longitude };
}

function rowsVerb(rows: readonly number[], one: string, many: string): string {
  return rows.length === 1 ? one : many;
}
