import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { type CustomerMapping, customers } from "../../src/collect/customers.js";
import { type GeographicOptions, type GeographicRow, geographic } from "../../src/represent/geographic.js";
import { joinFeatures } from "../../src/represent/joinFeatures.js";
import type { Row } from "../../src/table.js";

const fixture = JSON.parse(readFileSync(new URL("../fixtures/geographic.json", import.meta.url), "utf8")) as {
  countries: { alpha2: string; alpha3: string; names: string[]; region: string }[];
  subdivisions: Record<"US" | "CA", [string, string][]>;
  distances: {
    customers: [number, number][];
    stores: [number, number][];
    nearest: number[];
    kilometers: number[];
    geopy: number[];
  };
};
const R = 6371.0088;
/** Features of customers with one column of each role given. */
async function placed(
  columns: Record<string, readonly unknown[]>,
  options: GeographicOptions = {},
  missing?: readonly string[],
) {
  const roles = Object.keys(columns);
  const count = Object.values(columns)[0]!.length;
  const rows = Array.from({ length: count }, (_, i) =>
    Object.fromEntries([["id", i + 1], ...roles.map((role) => [role, columns[role]![i]])]),
  );
  const mapping = Object.fromEntries([["customer", "id"], ...roles.map((role) => [role, role])]);
  return geographic(await customers(rows, mapping as unknown as CustomerMapping<Row>, missing && { missing }), options);
}
const near = (actual: unknown, expected: number, within = 1e-6) =>
  assert.ok(Math.abs((actual as number) - expected) <= within, `${actual} is not ${expected}`);

test("all 249 countries of pycountry 26.2.16 by alpha-2, alpha-3 and every name, their regions (UN M49) as country_converter 1.3.2 has them, but for Nauru", async () => {
  assert.equal(fixture.countries.length, 249);
  const cases = fixture.countries.flatMap(({ alpha2, alpha3, names, region }) =>
    [alpha2, alpha3, alpha2.toLowerCase(), ...names].map((text) => ({ text, alpha2, region })),
  );
  // NA is Namibia, and Nauru is of Micronesia: country_converter is wrong there.
  const { table, warnings } = await placed({ country: cases.map(({ text }) => text) }, {}, ["Unknown"]);
  const found = table.objects() as GeographicRow[];
  const wrong = cases.filter(
    ({ alpha2, region }, i) =>
      found[i]!.country !== alpha2 || found[i]!.worldRegion !== (alpha2 === "NR" ? "Micronesia" : region),
  );
  assert.deepEqual(wrong, []);
  assert.deepEqual(warnings, []);
  const continents = new Set(table.array("continent"));
  assert.deepEqual([...continents].sort(), ["Africa", "Americas", "Antarctica", "Asia", "Europe", "Oceania"]);
});

test("countries as people write them; what is none is kept, and told with its counts", async () => {
  const cases = {
    ...{
      USA: "US",
      "U.S.": "US",
      "United States": "US",
      "Vereinigte Staaten": "US",
      "États-Unis": "US",
      EEUU: "US",
      Narnia: "Narnia",
    },
    ...{ UK: "GB", "Great Britain": "GB", England: "GB", EIRE: "IE", Russia: "RU", "South Korea": "KR", RSA: "ZA" },
    ...{ "Czech Republic": "CZ", Czechia: "CZ", "Tschechische Republik": "CZ", Holland: "NL", "The Netherlands": "NL" },
    ...{ Schweiz: "CH", Suisse: "CH", Svizzera: "CH", Österreich: "AT", Espagne: "ES", Italia: "IT", Japón: "JP" },
    ...{ "Viet Nam": "VN", Türkiye: "TR", "Cote dIvoire": "CI", Macedonia: "MK", "St. Lucia": "LC", Kosovo: "XK" },
    ...{ "": null, EL: "GR", 日本: "JP", Deutschland: "DE" },
    // Not one country, or no country: Online Retail has the first three.
    ...{ Unspecified: "Unspecified", "European Community": "European Community", "Channel Islands": "Channel Islands" },
    ...{ Korea: "Korea", Atlantis: "Atlantis" },
  };
  const { table, warnings } = await placed({ country: [...Object.keys(cases), "Unspecified"] });
  assert.deepEqual(Array.from(table.array("country")).slice(0, -1), Object.values(cases));
  assert.deepEqual(warnings, [
    'country: not recognized and kept as written, 7 customers of 42: "Unspecified" (2), "Atlantis" (1), "Channel Islands" (1), "European Community" (1), "Korea" (1), "Narnia" (1).',
  ]);
  assert.equal(table.get("continent", Object.keys(cases).indexOf("Atlantis")), null);
});

test("the two Congos are told apart by their names, and what is not available is no Namibia", async () => {
  const cases = {
    "Democratic Republic of Congo": "CD",
    "Dem. Rep. of the Congo": "CD",
    "Congo, Dem. Rep.": "CD",
    "Republic of the Congo": "CG",
    "N/A": "N/A",
    Nauru: "NR",
  };
  const { table, warnings } = await placed({ country: Object.keys(cases) }, {}, []);
  assert.deepEqual(table.array("country"), Object.values(cases));
  assert.match(warnings.join(), /kept as written, 1 customer of 6: "N\/A"/);
  assert.equal((await placed({ country: ["NA"] }, {}, [])).table.get("country", 0), "NA");
});

test("Namibia's code, which was read as a word for unknown, is told", async () => {
  const { table, warnings } = await placed({ country: ["NA", "DE", "FR"] });
  assert.deepEqual(table.array("country"), [null, "DE", "FR"]);
  assert.match(warnings.join(), /"NA" of 1 customer was taken for unknown.*Namibia/);
});

test("states and provinces of pycountry 26.2.16 by code and name become ISO 3166-2, regions of other countries stay", async () => {
  const cases = (["US", "CA"] as const).flatMap((country) =>
    fixture.subdivisions[country].flatMap(([code, name]) =>
      [code, code.slice(3), name].map((region) => ({ country, region, code })),
    ),
  );
  assert.equal(cases.length, 3 * (57 + 13));
  const known = await placed({
    country: cases.map(({ country }) => country),
    region: cases.map(({ region }) => region),
  });
  const wrong = cases.filter(({ code }, i) => known.table.get("region", i) !== code);
  assert.deepEqual(wrong, []);
  const mixed = await placed({
    country: ["USA", "us", "Canada", "Schweiz", "US", null],
    region: ["N.Y.", "new  york", "Quebec", "NY", "Bavaria", "NY"],
  });
  assert.deepEqual(mixed.table.array("region"), ["US-NY", "US-NY", "CA-QC", "NY", "Bavaria", "NY"]);
  assert.match(mixed.warnings.join(), /no state .* kept as written, 1 customer of 6: "Bavaria" \(1\)/);
  const alone = await placed({ region: ["NY"] });
  assert.deepEqual(alone.table.array("region"), ["NY"]);
  assert.match(alone.warnings.join(), /without country/);
});

test("languages: tags of any form and names, without country and script", async () => {
  const cases = {
    ...{ "de-AT": "de", de_CH: "de", "en_US.UTF-8": "en", "en-GB,en;q=0.9": "en", deu: "de", "zh-Hant-TW": "zh" },
    ...{ iw: "he", German: "de", Français: "fr", english: "en", "pt-BR": "pt", gsw: "gsw", ES: "es" },
    ...{ xx: "xx", Klingonese: "Klingonese", und: "und" },
  };
  const { table, warnings } = await placed({ language: Object.keys(cases) });
  assert.deepEqual(table.array("language"), Object.values(cases));
  assert.match(
    warnings.join(),
    /language: not recognized and kept as written, 3 customers of 16: "Klingonese" \(1\), "und" \(1\), "xx" \(1\)/,
  );
});

test("distances to the nearest of nine stores as scikit-learn's haversine_distances has them, to a center as geopy's great_circle", async () => {
  const { customers: people, stores, nearest, kilometers, geopy } = fixture.distances;
  const { table } = await placed(
    { latitude: people.map(([lat]) => lat), longitude: people.map(([, lon]) => lon) },
    {
      stores: stores.map(([latitude, longitude], name) => ({ name, latitude, longitude })),
      center: { latitude: 46.948, longitude: 7.4474 },
    },
  );
  people.forEach((_, i) => {
    assert.equal(table.get("nearestStore", i), String(nearest[i]));
    near(table.get("storeDistance", i), kilometers[i]!);
    near(table.get("centerDistance", i), (geopy[i]! * R) / 6371.009, 1e-6);
  });
});

test("closed forms: pole to pole is pi R, a quarter of the equator pi R / 2, one degree of a meridian pi R / 180", async () => {
  const distance = async (latitude: number, longitude: number, to: { latitude: number; longitude: number }) =>
    (await placed({ latitude: [latitude], longitude: [longitude] }, { center: to })).table.get("centerDistance", 0);
  near(await distance(90, 0, { latitude: -90, longitude: 77 }), Math.PI * R, 1e-9);
  near(await distance(0, 0.001, { latitude: 0, longitude: 90.001 }), (Math.PI * R) / 2, 1e-9);
  near(await distance(46, 7, { latitude: 47, longitude: 7 }), (Math.PI * R) / 180, 1e-9);
  near(await distance(0, 179.5, { latitude: 0, longitude: -179.5 }), (Math.PI * R) / 180, 1e-9);
  near(await distance(12, 34, { latitude: -12, longitude: -146 }), Math.PI * R, 1e-9);
});

test("of stores equally near the first by name is taken, whatever the order of their rows, and customers' rows do not matter", async () => {
  const stores = [
    { name: "West", latitude: 10, longitude: -1 },
    { name: "East", latitude: 10, longitude: 1 },
    { name: "Far", latitude: 50, longitude: 1 },
  ];
  for (const list of [stores, [...stores].reverse()])
    assert.equal(
      (await placed({ latitude: [10], longitude: [0] }, { stores: list })).table.get("nearestStore", 0),
      "East",
    );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: -8900, max: 8900 }), fc.integer({ min: 1, max: 18000 })), {
        minLength: 1,
        maxLength: 6,
      }),
      async (drawn) => {
        const places = drawn.map(([lat, lon]) => [lat / 100, lon / 100] as const);
        const features = async (some: readonly (readonly [number, number])[]) =>
          (await placed({ latitude: some.map(([lat]) => lat), longitude: some.map(([, lon]) => lon) }, { stores }))
            .table;
        const forth = await features(places);
        const back = await features([...places].reverse());
        assert.deepEqual(Array.from(forth.array("storeDistance")), Array.from(back.array("storeDistance")).reverse());
        // Turning the Earth changes no distance.
        const turned = await placed(
          {
            latitude: places.map(([lat]) => lat),
            longitude: places.map(([, lon]) => (lon - 190 < -180 ? lon - 190 + 360 : lon - 190)),
          },
          { stores: stores.map((one) => ({ ...one, longitude: one.longitude + 170 })) },
        );
        for (const i of places.keys()) near(turned.table.get("storeDistance", i), forth.get("storeDistance", i), 1e-5);
      },
    ),
    { numRuns: 25, seed: 3 },
  );
});

test("coordinates that cannot be are missing and counted; none that can is an error", async () => {
  const { table, warnings } = await placed(
    { latitude: [46.9, 0, 120, null, 91, 10, null], longitude: [7.4, 0, 40, 7, 200, null, null] },
    { center: { latitude: 46.9, longitude: 8.4 } },
  );
  assert.deepEqual(table.array("latitude"), [46.9, null, null, null, null, null, null]);
  assert.equal(Array.from(table.array("centerDistance")).filter((one) => one !== null).length, 1);
  const told = warnings.join("\n");
  assert.match(told, /2 customers have a latitude or a longitude without the other, the first 4/);
  assert.match(told, /1 customer lies at 0\/0, which is open sea, the first 2/);
  assert.match(
    told,
    /2 customers lie beyond 90 degrees .* the first 3: they have no place \(1 would be within them with latitude and longitude swapped\)/,
  );
  await assert.rejects(
    placed({ latitude: [120, 130], longitude: [40, 45] }),
    /no pair within them; are latitude and longitude swapped\? \(row 1/,
  );
  const bern = { stores: [{ name: "Bern", latitude: 46.9, longitude: 7.4 }] };
  const swapped = await placed({ latitude: [7.4, 7.5, 7.6], longitude: [46.9, 46.8, 47] }, bern);
  assert.match(swapped.warnings.join(), /are they swapped\?/);
  const right = await placed({ latitude: [46.9, 46.8, 47], longitude: [7.4, 7.5, 7.6] }, bern);
  assert.deepEqual(right.warnings, []);
});

test("stores and centers are checked", async () => {
  const at = { latitude: [46.9], longitude: [7.4] };
  const store = { name: "Bern", latitude: 46.9, longitude: 7.4 };
  await assert.rejects(
    placed(at, { stores: [store, { ...store, name: " Bern" }] }),
    /one row a store, got "Bern" in rows 1 and 2/,
  );
  await assert.rejects(
    placed(at, { stores: [{ ...store, latitude: 146.9 }] }),
    /latitude from -90 to 90.*"Bern", got 146.9, 7.4 \(row 1/,
  );
  await assert.rejects(placed(at, { stores: [store, { ...store, name: "" }] }), /a name for every store.*row 2/);
  await assert.rejects(placed(at, { stores: [] }), /at least one store|no columns/);
  await assert.rejects(
    placed(at, { stores: [{ nme: "a", latitude: 1, longitude: 1 }] as never }),
    /Did you mean "nme"/,
  );
  await assert.rejects(placed(at, { center: { latitude: 91, longitude: 0 } }), RangeError);
  await assert.rejects(placed(at, { center: [46, 7] as never }), TypeError);
  await assert.rejects(placed({ city: ["Bern"] }, { stores: [store] }), /map them in customers/);
  await assert.rejects(placed(at, { store: [store] } as never), /Did you mean "stores"/);
  const half = await placed({ latitude: [46.9] });
  assert.match(half.warnings.join(), /latitude is mapped without the other/);
});

const zips = [
  { zip: "01234", urbanity: "rural", income: 40 },
  { zip: "02139", urbanity: "city", income: 90 },
  { zip: "SW1A 1AA", urbanity: "metropolis", income: null },
];

test("areas are joined by the text of their key; who is in none is counted with what they have", async () => {
  const { table, dictionary, warnings } = await placed(
    { postalCode: ["02139", "sw1a1aa", "99999", "99999", null, "01234"] },
    { areas: { table: zips, on: "postalCode", key: "zip" } },
  );
  assert.deepEqual(table.array("urbanity"), ["city", "metropolis", null, null, null, "rural"]);
  assert.deepEqual(table.array("income"), [90, null, null, null, null, 40]);
  assert.deepEqual(table.array("postalCode"), ["02139", "sw1a1aa", "99999", "99999", null, "01234"]);
  assert.deepEqual(dictionary.array("feature"), ["postalCode", "urbanity", "income"]);
  assert.deepEqual(dictionary.array("unit"), ["category", "category", null]);
  assert.deepEqual(new Set(dictionary.array("base")), new Set(["geographic"]));
  assert.deepEqual(warnings, [
    'Areas by postalCode: 2 customers of 6 are in none: "99999" (2).',
    "Areas by postalCode: 1 customer of 6 without postalCode is in none.",
  ]);
});

test("zeros at the start are kept, and told where they alone keep customers from their area", async () => {
  const { table, warnings } = await placed(
    { postalCode: [1234, "02139"] },
    { areas: { table: zips, on: "postalCode", key: "zip", columns: ["urbanity"] } },
  );
  assert.deepEqual(table.columnNames(), ["customer", "postalCode", "urbanity"]);
  assert.deepEqual(table.array("urbanity"), [null, "city"]);
  assert.match(
    warnings.join(),
    /1 customer would be found but for zeros at the start \("1234" of the customers, "01234" of the areas\)/,
  );
  await assert.rejects(
    placed({ postalCode: ["01234"] }, { areas: { table: [{ postalCode: 1234, x: 1 }], on: "postalCode" } }),
    /in some area, got none.*zeros/,
  );
});

test("the first characters of a postal code, states by any of their names, countries of areas", async () => {
  const plus4 = await placed(
    { postalCode: ["02139-4307", "02139"] },
    { areas: { table: zips, on: "postalCode", key: "zip", prefix: 5 } },
  );
  assert.deepEqual(plus4.table.array("urbanity"), ["city", "city"]);
  const states = await placed(
    { country: ["US", "USA", "CA", "CH"], region: ["NY", "Vermont", "Québec", "NY"] },
    {
      areas: {
        table: [
          { region: "New York", climate: "humid" },
          { region: "VT", climate: "cold" },
          { region: "CA-QC", climate: "cold" },
        ],
        on: "region",
      },
    },
  );
  assert.deepEqual(states.table.array("climate"), ["humid", "cold", "cold", null]);
  assert.match(states.warnings.join(), /customers are of 3 countries/);
  const both = await placed(
    { country: ["Austria", "Switzerland", "Germany"], postalCode: ["1010", "1010", "1010"] },
    {
      areas: [
        {
          table: [
            { land: "AUT", plz: 1010, place: "Wien" },
            { land: "CH", plz: "1010", place: "Lausanne" },
          ],
          on: "postalCode",
          key: "plz",
          country: "land",
        },
        {
          table: [
            { country: "Österreich", euro: true },
            { country: "CHE", euro: false },
          ],
          on: "country",
        },
      ],
    },
  );
  assert.deepEqual(both.table.array("place"), ["Wien", "Lausanne", null]);
  assert.deepEqual(both.table.array("euro"), [true, false, null]);
  const stateless = await placed(
    { country: [null, "Austria", "Austria"], postalCode: ["1010", null, "1010"] },
    { areas: { table: [{ land: "AT", plz: "1010", place: "Wien" }], on: "postalCode", key: "plz", country: "land" } },
  );
  assert.deepEqual(
    stateless.warnings.filter((warning) => warning.startsWith("Areas")),
    [
      "Areas by postalCode: 1 customer of 3 without postalCode is in none.",
      "Areas by postalCode: 1 customer of 3 without country is in none.",
    ],
  );
});

test("areas that are there twice, columns that are not there or already there, and customers in no area are errors", async () => {
  const city = { city: ["Zürich", "Bern"] };
  const area = (table: Row[], more: object = {}) => placed(city, { areas: { table, on: "city", ...more } });
  await assert.rejects(
    area([
      { city: "Bern", a: 1 },
      { city: " BERN", a: 2 },
    ]),
    /one row an area, got "Bern" in row 1 and " BERN" in row 2/,
  );
  await assert.rejects(area([{ town: "Bern", a: 1 }]), /a column of the areas for city named "city"/);
  await assert.rejects(area([{ city: "Bern", a: 1 }], { columns: ["aaa"] }), /a column of the areas named "aaa"/);
  await assert.rejects(
    area([{ city: "Bern", customer: 1 }]),
    /a new name for each column of the areas, got "customer"/,
  );
  await assert.rejects(
    area([{ city: "Genf", a: 1 }]),
    /in some area, got none: they have "Bern" \(1\), "Zürich" \(1\), the areas "Genf"/,
  );
  await assert.rejects(area([{ city: null, a: 1 }]), /a name or code for every area, got none \(row 1/);
  await assert.rejects(area([{ city: "Bern", a: 1 }], { on: "town" }), /expected on to be "country"/);
  await assert.rejects(area([{ city: "Bern", a: 1 }], { prefix: 2 }), /expected prefix/);
  await assert.rejects(
    area([{ postalCode: "3011", a: 1 }], { on: "postalCode" }),
    /customers with postalCode, to find their areas by/,
  );
  await assert.rejects(area([{ city: "Bern", a: 1 }], { colums: [] }), /Did you mean "columns"/);
  const found = await area([{ city: "zurich", a: 1 }]);
  assert.deepEqual(found.table.array("a"), [1, null]);
});

test("columns stand with their meaning, are typed, and join other features; nothing mapped is said", async () => {
  const accounts = await customers(
    [
      { id: "b", land: "DE", lat: 52.5, lon: 13.4, plz: "10115" },
      { id: "a", land: "FR", lat: 48.9, lon: 2.4, plz: "75001" },
    ],
    { customer: "id", country: "land", latitude: "lat", longitude: "lon", postalCode: "plz" },
  );
  const found = geographic(accounts, {
    stores: [{ name: "Berlin", latitude: 52.5, longitude: 13.4, opened: 1999 }],
    areas: { table: [{ plz: "10115", urbanity: "city" }], on: "postalCode", key: "plz" },
  });
  assert.deepEqual(found.dictionary.array("feature"), found.table.columnNames().slice(1));
  assert.ok(
    Array.from(found.dictionary.array("definition")).every((text) => String(text).length > 10),
    "every column has a definition",
  );
  const urbanity: ArrayLike<unknown> = found.table.array("urbanity");
  assert.deepEqual(urbanity, ["city", null]);
  const joined = joinFeatures({ where: found, buys: [{ customer: "a", orders: 2 }] });
  assert.deepEqual(joined.table.array("nearestStore"), ["Berlin", "Berlin"]);
  const bare = geographic(await customers([{ id: 1 }], { customer: "id" }));
  assert.match(bare.warnings.join(), /no features/);
  assert.throws(() => geographic(customers([{ id: 1 }], { customer: "id" }) as never), /a promise: await it/);
  const table = [{ plz: "10115", u: 1 }];
  // @ts-expect-error a misspelt column of the areas
  assert.throws(() => geographic(accounts, { areas: { table, on: "postalCode", key: "pls" } }), /Did you mean "plz"/);
  // @ts-expect-error a store without a longitude
  assert.throws(() => geographic(accounts, { stores: [{ name: "Berlin", latitude: 52.5 }] }));
});
