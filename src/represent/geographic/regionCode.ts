import { placeKey } from "./placeKey.js";

/** States and the like of the United States (with the district and the territories) and Canada: code, then names. */
const subdivisions: Readonly<Record<string, string>> = {
  US:
    "AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware|DC District of Columbia/Washington DC/Washington, D.C./D.C.|FL Florida|" +
    "GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|" +
    "MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York/New York State|NC North Carolina|" +
    "ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon|PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah|VT Vermont|" +
    "VA Virginia|WA Washington/Washington State|WV West Virginia|WI Wisconsin|WY Wyoming|AS American Samoa|GU Guam|MP Northern Mariana Islands|PR Puerto Rico|" +
    "UM United States Minor Outlying Islands|VI Virgin Islands/U.S. Virgin Islands/Virgin Islands, U.S.",
  CA:
    "AB Alberta|BC British Columbia/Colombie-Britannique|MB Manitoba|NB New Brunswick/Nouveau-Brunswick|NL Newfoundland and Labrador/Newfoundland/Labrador/Terre-Neuve-et-Labrador|" +
    "NT Northwest Territories/Territoires du Nord-Ouest|NS Nova Scotia/Nouvelle-Écosse|NU Nunavut|ON Ontario|PE Prince Edward Island/Île-du-Prince-Édouard/PEI|" +
    "QC Québec/PQ|SK Saskatchewan|YT Yukon/Yukon Territory",
};

const codes: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map(
  Object.entries(subdivisions).map(([country, list]) => [
    country,
    new Map(
      list.split("|").flatMap((one) => {
        const code = one.slice(0, 2);
        const names = [code, `${country}-${code}`, ...one.slice(3).split("/")];
        return names.map((name) => [placeKey(name), `${country}-${code}`] as const);
      }),
    ),
  ]),
);

/** Whether states or provinces of the country are known here. */
export function hasRegionCodes(country: string): boolean {
  return codes.has(country);
}

/** The ISO 3166-2 code of a state of the United States or a province of Canada, given by its code or name: "NY" and "New York" are "US-NY". */
export function regionCode(text: string, country: string): string | undefined {
  return codes.get(country)?.get(placeKey(text));
}
