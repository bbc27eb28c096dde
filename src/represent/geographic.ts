import type { CustomerRole, Customers } from "../collect/customers.js";
import { DataError, requireOptions, requireResult } from "../errors.js";
import { dictionaryOf, type FeatureRow, type Features } from "../features.js";
import type { Id } from "../matrix.js";
import { counted } from "../readable.js";
import { column, type Row, type Table, type TableLike, tableOf, type Value } from "../table.js";
import { countryCode } from "./geographic/countryCode.js";
import { customerPlaces, wrongPlace } from "./geographic/customerPlaces.js";
import { countValues, frequentValues } from "./geographic/frequentValues.js";
import { type AreaPlace, type AreaRole, type Areas, joinAreas } from "./geographic/joinAreas.js";
import { languageCode } from "./geographic/languageCode.js";
import { hasRegionCodes, regionCode } from "./geographic/regionCode.js";
import {
  centerDistances,
  earthRadius,
  type Store,
  storeDistances,
  storesOf,
  swappedWarning,
} from "./geographic/storeDistances.js";
import { worldRegions } from "./geographic/worldRegions.js";

/** Options of `geographic`. */
export interface GeographicOptions<S extends Store = Store, A extends Row = Row, T extends readonly Row[] = Row[]> {
  /** Stores with their name, latitude and longitude: gives `nearestStore` and `storeDistance`. */
  stores?: TableLike<S>;
  /** One place, in degrees: gives `centerDistance`. */
  center?: { readonly latitude: number; readonly longitude: number };
  /** A table of areas (urbanity, climate, income by postal code, ...), or several, whose columns become features of the customers in them. */
  areas?: Areas<A> | { readonly [I in keyof T]: Areas<T[I]> };
}

const known = { stores: true, center: true, areas: true } satisfies Record<keyof GeographicOptions, true>;

/** Where a customer is. Columns are there where their roles were mapped or their options given; what is not known is null. */
export type GeographicRow = {
  customer: Id;
  country?: string | null;
  continent?: string | null;
  worldRegion?: string | null;
  region?: string | null;
  city?: string | null;
  postalCode?: string | null;
  language?: string | null;
  latitude?: number | null;
  longitude?: number | null;
  nearestStore?: string | null;
  storeDistance?: number | null;
  centerDistance?: number | null;
};

/** The columns of all tables of areas. */
type Together<T> = (T extends unknown ? (one: T) => void : never) extends (all: infer All) => void ? All : never;

/**
 * Where customers are, as features: countries as ISO 3166-1 codes with their continent and region of the world, states of the United States and provinces of
 * Canada as ISO 3166-2 codes, language, the distance to the nearest store and to a center, and whatever tables of areas know of the
 * place: urbanity, climate, income by postal code.
 *
 * Countries may be written by code ("DE", "DEU"), by name in some thirty languages, or as people write them ("USA", "UK", "EIRE"). What is no country is
 * kept as it was written and told in `warnings`. Distances are great circles on a sphere of radius 6371.0088 km, which is within 0.6 % of the
 * Earth's true form. Of stores equally near (to a millimeter) the first by name is taken. Pairs of coordinates that cannot be (beyond 90 or
 * 180 degrees, 0/0, one without the other) become null and are counted; all of them wrong is an error.
 *
 * Urbanity is not guessed: bring a table of areas that has it, as below (statistical offices publish them by postal code or municipality). Postal codes
 * keep the zeros at their start: "01234" and 1234 are two codes, and a warning tells where only zeros stand between customers and areas.
 *
 * When it misleads: a distance as the crow flies is no journey, least across water; a customer's postal code says who lives around them, not who they are;
 * cities of one name in two countries are one; coordinates of a city's center are not those of its people.
 *
 * @param customers what `customers` returns.
 * @throws TypeError where it is something else, or distances are asked for and no coordinates are mapped; RangeError where `center` is no place.
 * @throws DataError where a store has no name, no place or a second row, an area has two rows, a column does not exist or is there twice, or no customer is
 *   in any area though some say where they are.
 *
 * Source: ISO 3166-1; United Nations M49 for regions; Sinnott, Virtues of the haversine, Sky and Telescope 68 (1984); Moritz, Geodetic Reference System
 * 1980, for the radius.
 *
 * @example
 * const accounts = await customers(
 *   [
 *     { id: 1, land: "Schweiz", zip: "3011", lat: 46.948, lon: 7.447, locale: "de-CH" },
 *     { id: 2, land: "CHE", zip: "8001", lat: 47.377, lon: 8.541, locale: "de_CH" },
 *     { id: 3, land: "France", zip: "75001", lat: 48.857, lon: 2.352, locale: "fr" },
 *   ],
 *   { customer: "id", country: "land", postalCode: "zip", latitude: "lat", longitude: "lon", language: "locale" },
 * );
 * const { table } = geographic(accounts, {
 *   stores: [{ name: "Bern", latitude: 46.949, longitude: 7.439 }, { name: "Lyon", latitude: 45.764, longitude: 4.836 }],
 *   areas: {
 *     table: [{ code: "3011", urbanity: "city" }, { code: "8001", urbanity: "city" }, { code: "75001", urbanity: "metropolis" }],
 *     on: "postalCode",
 *     key: "code",
 *   },
 * });
 * console.log(table.array("country"), table.array("language")); // [ 'CH', 'CH', 'FR' ] [ 'de', 'de', 'fr' ]
 * console.log(table.array("nearestStore"), table.array("urbanity")); // [ 'Bern', 'Bern', 'Lyon' ] [ 'city', 'city', 'metropolis' ]
 */
export function geographic<
  S extends Store = Store,
  A extends Row = Record<never, never>,
  T extends readonly Row[] = [],
>(
  customers: Customers,
  options: GeographicOptions<S, A, T> = {},
): Features<GeographicRow & Partial<A> & Partial<Together<T[number]>>> {
  requireResult(customers, "bands", "customers");
  requireOptions(options, known, "geographic");
  const { stores, center, areas } = options;
  if (center !== undefined) requireCenter(center);
  const names = customers.table.columnNames();
  const has = (role: CustomerRole) => names.includes(role);
  const cells = (role: CustomerRole) => Array.from(column(customers.table, role)) as (string | null)[];
  const count = customers.table.numRows();
  const warnings: string[] = [...customers.warnings];
  const columns: Record<string, readonly Value[]> = { customer: Array.from(column(customers.table, "customer")) };
  const meanings: FeatureRow[] = [];
  const add = (values: readonly Value[], { feature, unit, source, definition }: Omit<FeatureRow, "base">) => {
    columns[feature] = values;
    meanings.push({ feature, base: "geographic", unit, source, definition });
  };
  const category = (feature: string, source: string, definition: string, values: readonly Value[]) =>
    add(values, { feature, unit: "category", source, definition });

  for (const { role, value, rows } of customers.missing.objects() as { role: string; value: string; rows: number }[])
    if (role === "country" && value.toUpperCase() === "NA")
      warnings.push(
        `country: ${JSON.stringify(value)} of ${counted(rows, "customer")} was taken for unknown, and is Namibia's code, too; if it is meant so, list the words for unknown in { missing } of customers.`,
      );
  const countries = has("country") ? recognized(cells("country"), "country", countryCode, warnings) : undefined;
  if (countries !== undefined) {
    const lies = (code: string | null) => (code === null ? undefined : worldRegions.get(code));
    category(
      "country",
      "country",
      "Country by its ISO 3166-1 alpha-2 code; what is no country stays as it was written.",
      countries,
    );
    category(
      "continent",
      "country",
      "Continent of the country (United Nations M49); missing where the country is not recognized.",
      countries.map((code) => lies(code)?.continent ?? null),
    );
    category(
      "worldRegion",
      "country",
      "Region of the world that the country is in (United Nations M49); missing where it is not recognized.",
      countries.map((code) => lies(code)?.worldRegion ?? null),
    );
  }
  const regions = has("region") ? regionsOf(cells("region"), countries, warnings) : undefined;
  if (regions !== undefined)
    category(
      "region",
      countries === undefined ? "region" : "region, country",
      "Region: of the United States and Canada the ISO 3166-2 code of the state or province, of other countries as the list has it.",
      regions,
    );
  if (has("city")) category("city", "city", "City, as the list has it.", cells("city"));
  if (has("postalCode"))
    category("postalCode", "postalCode", "Postal code as the list has it: text, not a number.", cells("postalCode"));
  if (has("language"))
    category(
      "language",
      "language",
      "Language by its shortest ISO 639 code, without the tag's country and script; what is no language stays as it was written.",
      recognized(cells("language"), "language", languageCode, warnings),
    );

  addDistances();
  addAreas();
  return {
    table: tableOf(columns as Record<string, never[]>) as Table<
      GeographicRow & Partial<A> & Partial<Together<T[number]>>
    >,
    id: "customer",
    dictionary: dictionaryOf(meanings),
    warnings: [...warnings, ...(meanings.length === 0 ? ["No geographic role is mapped: there are no features."] : [])],
  };

  function addDistances(): void {
    const placed = has("latitude") && has("longitude");
    if (!placed && (stores !== undefined || center !== undefined))
      throw new TypeError(
        `expected customers with latitude and longitude, from which distances are taken, got ${has("latitude") ? "no longitude" : has("longitude") ? "no latitude" : "neither"}; map them in customers`,
      );
    if (!placed) {
      if (has("latitude") || has("longitude"))
        warnings.push(
          `${has("latitude") ? "latitude" : "longitude"} is mapped without the other: there are no places.`,
        );
      return;
    }
    const places = customerPlaces(customers, warnings);
    for (const side of ["latitude", "longitude"] as const)
      add(
        Array.from(places[side], (value) => (Number.isNaN(value) ? null : value)),
        {
          feature: side,
          unit: "degrees",
          source: side,
          definition: `${side === "latitude" ? "Latitude, north is above 0" : "Longitude, east is above 0"}; missing where the pair cannot be.`,
        },
      );
    const radius = `great circle on a sphere of radius ${earthRadius} km`;
    if (stores !== undefined) {
      const read = storesOf(stores as TableLike);
      const { names: nearest, kilometers } = storeDistances(places, read);
      category(
        "nearestStore",
        "latitude, longitude, stores",
        "Name of the nearest store; of equally near ones the first by name.",
        nearest,
      );
      add(kilometers, {
        feature: "storeDistance",
        unit: "km",
        source: "latitude, longitude, stores",
        definition: `Distance to the nearest store: ${radius}; missing without a place.`,
      });
      const swapped = swappedWarning(places, read);
      if (swapped !== undefined) warnings.push(swapped);
    }
    if (center !== undefined) {
      add(centerDistances(places, center.latitude, center.longitude), {
        feature: "centerDistance",
        unit: "km",
        source: "latitude, longitude, center",
        definition: `Distance to ${center.latitude}, ${center.longitude}: ${radius}; missing without a place.`,
      });
      const at = { latitude: Float64Array.of(center.latitude), longitude: Float64Array.of(center.longitude) };
      const swapped = stores === undefined ? swappedWarning(places, at) : undefined;
      if (swapped !== undefined) warnings.push(swapped);
    }
  }

  function addAreas(): void {
    if (areas === undefined) return;
    const none = new Array<null>(count).fill(null);
    const own: { readonly [R in AreaRole]: readonly (string | null)[] } = {
      country: countries ?? none,
      region: regions ?? none,
      city: has("city") ? cells("city") : none,
      postalCode: has("postalCode") ? cells("postalCode") : none,
    };
    const placeOf = (i: number): AreaPlace => ({
      country: own.country[i]!,
      region: own.region[i]!,
      city: own.city[i]!,
      postalCode: own.postalCode[i]!,
    });
    for (const one of (Array.isArray(areas) ? areas : [areas]) as Areas[])
      for (const { values, ...meaning } of joinAreas(one, count, placeOf, has, warnings)) {
        requireNewColumn(meaning.feature, columns);
        add(values, meaning);
      }
  }
}

function requireCenter(center: unknown): void {
  const { latitude, longitude } = (center ?? {}) as { latitude?: unknown; longitude?: unknown };
  if (typeof latitude !== "number" || typeof longitude !== "number")
    throw new TypeError(
      `expected center such as { latitude: 46.95, longitude: 7.45 }, got ${JSON.stringify(center) ?? String(center)}`,
    );
  const wrong = wrongPlace(latitude, longitude);
  if (wrong !== undefined) throw new RangeError(`${wrong} for center, got ${latitude}, ${longitude}`);
}

/** Texts as the codes that they stand for; what stands for none is kept and told. */
function recognized(
  texts: readonly (string | null)[],
  role: CustomerRole,
  codeOf: (text: string) => string | undefined,
  warnings: string[],
): (string | null)[] {
  const codes = new Map([...new Set(texts)].map((text) => [text, text === null ? null : codeOf(text)]));
  const odd = texts.filter((text): text is string => text !== null && codes.get(text) === undefined);
  if (odd.length > 0)
    warnings.push(
      `${role}: not recognized and kept as written, ${counted(odd.length, "customer")} of ${texts.length}: ${frequentValues(countValues(odd))}.`,
    );
  return texts.map((text) => codes.get(text) ?? text);
}

/** Regions with the codes of states and provinces, where the country has them; what is none of these is kept and told. */
function regionsOf(
  texts: readonly (string | null)[],
  countries: readonly (string | null)[] | undefined,
  warnings: string[],
): (string | null)[] {
  if (countries === undefined) {
    warnings.push("region: kept as written, for without country no code of a state is looked up.");
    return [...texts];
  }
  const odd: string[] = [];
  const codes = new Map<string, string | undefined>();
  const regions = texts.map((text, i) => {
    const country = countries[i]!;
    if (text === null || country === null || !hasRegionCodes(country)) return text;
    const both = `${country} ${text}`;
    if (!codes.has(both)) codes.set(both, regionCode(text, country));
    const code = codes.get(both);
    if (code === undefined) odd.push(text);
    return code ?? text;
  });
  if (odd.length > 0)
    warnings.push(
      `region: no state of the United States or province of Canada and kept as written, ${counted(odd.length, "customer")} of ${texts.length}: ${frequentValues(countValues(odd))}.`,
    );
  return regions;
}

function requireNewColumn(name: string, columns: Readonly<Record<string, unknown>>): void {
  if (Object.hasOwn(columns, name))
    throw new DataError(
      `expected a new name for each column of the areas, got ${JSON.stringify(name)}, which is there already; rename it, or name those you need in { columns }`,
      { column: name },
    );
}
