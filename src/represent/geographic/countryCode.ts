import { createRequire } from "node:module";
import { placeKey } from "./placeKey.js";

/** Languages whose names of countries are known; where two give one name to two countries, neither is meant (but see `everyday`). */
const languages =
  "en de fr es it pt nl da sv nb nn fi is pl cs sk sl hr sr hu ro bg el tr ru uk et lv lt ca ga ja ko zh".split(" ");

/** Names that stand in lists of customers and not in those of the standard, by alpha-2. */
const everyday: Readonly<Record<string, string>> = {
  AE: "U.A.E.|Emirates",
  AR: "Argentine Republic",
  BA: "Bosnia|Bosnia-Herzegovina",
  BN: "Brunei",
  BO: "Bolivia, Plurinational State of|Plurinational State of Bolivia",
  BQ: "Bonaire|Caribbean Netherlands",
  BS: "Bahamas, The|Commonwealth of the Bahamas",
  CC: "Cocos Islands|Keeling Islands",
  CD: "DR Congo|DRC|RDC|D.R. Congo|Dem. Rep. Congo|Dem. Rep. of the Congo|Congo, Dem. Rep.|Congo Democratic Republic|Democratic Republic of Congo|Congo, Democratic Republic|Congo-Kinshasa|Congo (Kinshasa)|Congo, The Democratic Republic of the|Congo, Democratic Republic of the|Zaire",
  CG: "Congo|Congo-Brazzaville|Congo (Brazzaville)",
  CH: "Swiss Confederation",
  CI: "Cote d Ivoire",
  CV: "Cabo Verde",
  CZ: "Czech Rep.",
  DE: "Federal Republic of Germany",
  FK: "Falkland Islands|Falklands|Malvinas",
  FM: "Micronesia|Federated States of Micronesia",
  FR: "French Republic",
  GA: "Gabonese Republic",
  GB: "U.K.|Britain|England|Scotland|Wales|Northern Ireland|United Kingdom of Great Britain and Northern Ireland",
  GM: "Gambia, The",
  GR: "EL|Hellas|Hellenic Republic",
  HK: "Hong Kong SAR|Hong Kong SAR China|Hong Kong Special Administrative Region of China",
  IE: "Eire|Republic of Ireland|Irish Republic",
  IR: "Iran, Islamic Republic of",
  IT: "Italian Republic",
  KG: "Kyrgyz Republic",
  KN: "St Kitts|St Kitts & Nevis",
  KP: "DPRK|Korea, Democratic People's Republic of|Democratic People's Republic of Korea",
  KR: "Korea, South|South-Korea|Korea (South)",
  LA: "Laos",
  LB: "Lebanese Republic",
  MD: "Moldova",
  MF: "Saint Martin (French)|Saint-Martin (France)",
  MK: "Macedonia|FYROM",
  MM: "Burma",
  MO: "Macau|Macao SAR|Macao Special Administrative Region of China",
  MX: "United Mexican States",
  NL: "Holland",
  PS: "Palestinian Territories|Palestinian Territory|Palestine, State of",
  PT: "Portuguese Republic",
  RE: "La Reunion",
  RU: "Russia",
  RW: "Rwandese Republic",
  SH: "Saint Helena, Ascension and Tristan da Cunha|St Helena",
  SK: "Slovak Republic",
  SX: "Sint Maarten",
  SY: "Syria",
  SZ: "Swaziland",
  TG: "Togolese Republic",
  TL: "East Timor",
  TR: "Turkiye",
  TW: "Taiwan (Republic of China)|Republic of China",
  TZ: "Tanzania, United Republic of",
  UM: "US Minor Outlying Islands|U.S. Outlying Islands",
  US: "USA|U.S.|U.S.A.|United States (USA)|United States of America (USA)|États-Unis|Stati Uniti|Estados Unidos|EE. UU.|USA (United States)",
  VA: "Vatican|Vatican City|Holy See",
  VC: "St Vincent|Saint Vincent & Grenadines",
  VE: "Venezuela, Bolivarian Republic of|Bolivarian Republic of Venezuela",
  VG: "British Virgin Islands",
  VI: "US Virgin Islands|U.S. Virgin Islands|Virgin Islands (US)|Virgin Islands of the United States",
  VN: "Viet Nam|Socialist Republic of Vietnam",
  ZA: "RSA|Republic of South Africa",
};

/**
 * The ISO 3166-1 alpha-2 code of a country, given by its alpha-2 or alpha-3 code or its name in one of some thirty languages; undefined where it is none of
 * these. Kosovo has the code XK, which ISO leaves to users. The names are read when the first country is asked for.
 */
export function countryCode(text: string): string | undefined {
  known ??= readNames();
  // "N/A" and "n.a." are not available, not Namibia.
  if (/^\s*n[^\p{L}\p{N}]+a(?![\p{L}\p{N}])/iu.test(text)) return undefined;
  const short = text.trim().replace(stateForm, "");
  return known.get(placeKey(text)) ?? (short === "" ? undefined : known.get(placeKey(short)));
}

/** What stands before the name of a country in its official name, such as "the Islamic Republic of". */
const stateForm =
  /^(?:the\s+)?(?:(?:[\p{L}'’-]+\s+){0,3}(?:republic|kingdom|principality|state|sultanate|commonwealth|duchy|union|states)\s+of\s+)?(?:the\s+)?/iu;

let known: ReadonlyMap<string, string> | undefined;

function readNames(): ReadonlyMap<string, string> {
  const require = createRequire(import.meta.url);
  const codes = require("i18n-iso-countries/codes.json") as (readonly [string, string, ...string[]])[];
  const names = new Map<string, string>();
  const unclear = new Set<string>();
  for (const language of languages) {
    const { countries } = require(`i18n-iso-countries/langs/${language}.json`) as {
      countries: Readonly<Record<string, string | readonly string[]>>;
    };
    for (const [code, own] of Object.entries(countries))
      for (const name of typeof own === "string" ? [own] : own) {
        const key = placeKey(name);
        if (names.has(key) && names.get(key) !== code) unclear.add(key);
        names.set(key, code);
      }
  }
  for (const key of unclear) names.delete(key);
  for (const [code, list] of Object.entries(everyday))
    for (const name of list.split("|")) names.set(placeKey(name), code);
  // A code is a code, whatever it means as a word of some language.
  for (const [alpha2, alpha3] of codes) names.set(alpha3.toLowerCase(), alpha2);
  for (const [alpha2] of codes) names.set(alpha2.toLowerCase(), alpha2);
  return names;
}
