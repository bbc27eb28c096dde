/** A file of a data set. */
export interface CatalogueFile {
  readonly file: string;
  readonly rows: number;
  readonly columns: number;
  /** SHA-256 of the whole file. */
  readonly sha256: string;
  /** Whether the file comes with the package. */
  readonly bundled?: boolean;
}

/** A public data set. */
export interface CatalogueEntry {
  readonly title: string;
  readonly licence: string;
  /** Who published it and where it is described. */
  readonly source: string;
  /** The first is the one that the name alone gives. */
  readonly files: readonly CatalogueFile[];
}

/** The data sets that `dataset` knows, by name. */
export const catalogue = {
  shop: {
    title:
      "A simulated shop with known segments: two years of orders, customers, survey, web events, and the truth apart",
    licence: "Apache-2.0",
    source: "data/make.ts of this project",
    files: [
      {
        file: "orders.csv",
        rows: 50074,
        columns: 12,
        sha256: "e476e8ac58ac76e1680ccc3c30a636f58fe46e452ad4bee2c35bcdeb63f36476",
        bundled: true,
      },
      {
        file: "customers.csv",
        rows: 2503,
        columns: 12,
        sha256: "e287f8e0b0f3e0216a81bbebd437bf52499503947791d07d38d6a4ad2d49fcaa",
        bundled: true,
      },
      {
        file: "survey.csv",
        rows: 1029,
        columns: 31,
        sha256: "586621dc3f3e3ae66d9e8a45ca082c91b562867621682525560e0a3506fcc97a",
        bundled: true,
      },
      {
        file: "survey_items.csv",
        rows: 28,
        columns: 6,
        sha256: "098d00d5353ce7ae8136d88112a5bfb459c6738df5d5fc24d9bc763db290e226",
        bundled: true,
      },
      {
        file: "events.csv.gz",
        rows: 35566,
        columns: 9,
        sha256: "2b9ad90368ccea4397a6c27c2e92f837ac7c4f59bd48d2c81199c656332f17e6",
        bundled: true,
      },
      {
        file: "truth.csv",
        rows: 2500,
        columns: 10,
        sha256: "f685cfa59c8a7b7013b31b5b8780e8b4f9f6a3618484d9c354f1a29a712fa20a",
        bundled: true,
      },
      {
        file: "defects.csv",
        rows: 1335,
        columns: 5,
        sha256: "5d85c035d070f9436063786e8106f11491c8fea4048c526dc72c1bdfe2d4f3df",
        bundled: true,
      },
    ],
  },
  "online-retail": {
    title: "Invoice lines of a British gift shop, 2010-12 to 2011-12",
    licence: "CC0",
    source:
      "Chen, D. (2015), Online Retail, UCI Machine Learning Repository 352, doi:10.24432/C5BW33, as the R package onlineretail holds it",
    files: [
      {
        file: "online_retail.csv.gz",
        rows: 541909,
        columns: 8,
        sha256: "4562ad6af8d15e8632e89d4b963b424b1ca3189742fe77c91f87a6558bb40d23",
      },
    ],
  },
  "online-retail-france": {
    title: "The French lines of Online Retail, with dates as month/day/year",
    licence: "CC BY 4.0",
    source: "Chen, D. (2015), Online Retail, UCI Machine Learning Repository 352, doi:10.24432/C5BW33",
    files: [
      {
        file: "online_retail_france.csv",
        rows: 8557,
        columns: 8,
        sha256: "7dffc4ff7129ce5440dd0c696c238b43a8bd933166246b0d1eae938b3935d231",
      },
    ],
  },
  "cdnow-master": {
    title: "CD purchases of 23,570 customers, columns between spaces",
    licence: "as published by Fader & Hardie",
    source: "Fader, P. & Hardie, B. (2001), Forecasting repeat sales at CDNOW, Interfaces 31(3)",
    files: [
      {
        file: "cdnow_master.txt",
        rows: 69659,
        columns: 4,
        sha256: "eff6889ed364c5199d6eacbbeb7a6d559971df4406ac876f322c373f00a072ef",
      },
    ],
  },
  "cdnow-sample": {
    title:
      "A tenth of CDNOW's customers, columns between spaces, no header: id in the master file, id, day, CDs, dollars",
    licence: "as published by Fader & Hardie",
    source: "Fader, P. & Hardie, B. (2001), Forecasting repeat sales at CDNOW, Interfaces 31(3)",
    files: [
      {
        file: "cdnow_sample.txt",
        rows: 6919,
        columns: 5,
        sha256: "6fae10155c0b0ba363c2c386e30f77990d22328220efd862a5edd1443420d94a",
      },
    ],
  },
  "cdnow-summary": {
    title: "Frequency, recency and age of 2,357 CDNOW customers",
    licence: "as published by Fader & Hardie",
    source: "Fader, P. & Hardie, B. (2001), Forecasting repeat sales at CDNOW, Interfaces 31(3)",
    files: [
      {
        file: "cdnow_summary.csv",
        rows: 2357,
        columns: 4,
        sha256: "09d92ca80daaabe8be0f997d4c539f9c9606106baa5b199081fe01cbce5fa9f6",
      },
    ],
  },
  "cdnow-summary-spend": {
    title: "The same with mean spend",
    licence: "as published by Fader & Hardie",
    source: "Fader, P. & Hardie, B. (2001), Forecasting repeat sales at CDNOW, Interfaces 31(3)",
    files: [
      {
        file: "cdnow_summary_spend.csv",
        rows: 2357,
        columns: 5,
        sha256: "7ddd11b55be3227edfc1d58675154e96971b0de3ad37ddd9280d1dba154b8b2f",
      },
    ],
  },
  "rfm-orders": {
    title: "Orders of 995 customers, 2004 to 2006",
    licence: "MIT",
    source: "R package rfm, rfm_data_orders",
    files: [
      {
        file: "rfm_orders.csv",
        rows: 4906,
        columns: 6,
        sha256: "2ae8c714ff535d40ba6626e6169dc2391477f256d67f417635b51cf2e8fc45ec",
      },
    ],
  },
  "complete-journey-transactions": {
    title: "Grocery purchases of households, 75,000 lines",
    licence: "CC0",
    source: "dunnhumby, The Complete Journey (source files), in the layout of the R package completejourney",
    files: [
      {
        file: "completejourney_transactions.csv.gz",
        rows: 75000,
        columns: 11,
        sha256: "758ad34952b50bf673d879592476770beb6271c04150a4eb50c4dc7cfc2be7df",
      },
    ],
  },
  "complete-journey-products": {
    title: "Products of the grocery purchases",
    licence: "CC0",
    source: "dunnhumby, The Complete Journey (source files), in the layout of the R package completejourney",
    files: [
      {
        file: "completejourney_products.csv.gz",
        rows: 92331,
        columns: 7,
        sha256: "8baf32952a882976f4f7500f946cbd39030375c1d71fe0e6b7ad0737b9c402fa",
      },
    ],
  },
  "complete-journey-demographics": {
    title: "Households of the grocery purchases",
    licence: "CC0",
    source: "dunnhumby, The Complete Journey (source files), in the layout of the R package completejourney",
    files: [
      {
        file: "completejourney_demographics.csv",
        rows: 801,
        columns: 8,
        sha256: "6d597bcc8f6346c1dc85eaf19d6ed117e37524598bfee20998ba18b39a5a9cf4",
      },
    ],
  },
  "complete-journey-campaigns": {
    title: "Which household got which campaign",
    licence: "CC0",
    source: "dunnhumby, The Complete Journey (source files), in the layout of the R package completejourney",
    files: [
      {
        file: "completejourney_campaigns.csv",
        rows: 6589,
        columns: 2,
        sha256: "e2c2f37c118aad742f3d0e4ba0e9278fd18fe21eae08b2c8c48810d176e11e50",
      },
    ],
  },
  "complete-journey-campaign-descriptions": {
    title: "Type and dates of the campaigns",
    licence: "CC0",
    source: "dunnhumby, The Complete Journey (source files), in the layout of the R package completejourney",
    files: [
      {
        file: "completejourney_campaign_descriptions.csv",
        rows: 27,
        columns: 4,
        sha256: "71bc065e0a786a87fef4a73764caa0a68ec63e83a88a2ec399703281e8cc9ba9",
      },
    ],
  },
  "complete-journey-coupon-redemptions": {
    title: "Coupons that households redeemed",
    licence: "CC0",
    source: "dunnhumby, The Complete Journey (source files), in the layout of the R package completejourney",
    files: [
      {
        file: "completejourney_coupon_redemptions.csv",
        rows: 2102,
        columns: 4,
        sha256: "8886c3644ad8ff3bb9ef2520b68b4b88a7afd8f0f7f0a455082ead8c28602092",
      },
    ],
  },
  mcdonalds: {
    title: "How 1,453 Australians see McDonald's, with age and gender",
    licence: "CC BY 4.0",
    source: "Dolnicar, S., Grün, B. & Leisch, F. (2018), Market Segmentation Analysis, doi:10.1007/978-981-10-8818-6",
    files: [
      {
        file: "mcdonalds.csv",
        rows: 1453,
        columns: 15,
        sha256: "c1fed27fc24a180aded9d0cf846e5a540aef8a2c3f4b2dadfeed358ce0b3a5cf",
      },
    ],
  },
  "flying-etiquette": {
    title: "A survey on manners in aeroplanes, with question texts as headers",
    licence: "CC BY 4.0",
    source: "FiveThirtyEight (2014), 41 percent of fliers think you're rude if you recline your seat",
    files: [
      {
        file: "flying_etiquette.csv",
        rows: 1040,
        columns: 27,
        sha256: "d65ad4105666732c9cb93780f6ac28617f916c2450ac48618f89ac0145d670f2",
      },
    ],
  },
  bfi: {
    title: "25 items of the Big Five, 1 to 6, with missing answers",
    licence: "GPL >= 2",
    source: "Revelle, W., R package psych, bfi",
    files: [
      {
        file: "bfi.csv",
        rows: 2800,
        columns: 29,
        sha256: "771add5863d3bcb55afdee04a60525b2903d0a69be93175979818e39f3d6fd75",
      },
      {
        file: "bfi_dictionary.csv",
        rows: 28,
        columns: 8,
        sha256: "389148532696c2283764153e9785f2ecde334e0bcc9ccb06df7fe6c8b1f944c1",
      },
    ],
  },
  "lca-carcinoma": {
    title: "Seven pathologists on 118 slides",
    licence: "GPL >= 2",
    source: "Linzer, D. & Lewis, J. (2011), poLCA, Journal of Statistical Software 42(10), doi:10.18637/jss.v042.i10",
    files: [
      {
        file: "lca_carcinoma.csv",
        rows: 118,
        columns: 7,
        sha256: "672abbe5644986e82558d17091af83150e107ffcaa1444a821fd8d319133e182",
      },
    ],
  },
  "lca-cheating": {
    title: "Cheating by students",
    licence: "GPL >= 2",
    source: "Linzer, D. & Lewis, J. (2011), poLCA, Journal of Statistical Software 42(10), doi:10.18637/jss.v042.i10",
    files: [
      {
        file: "lca_cheating.csv",
        rows: 319,
        columns: 5,
        sha256: "47ae782a5c67753b5ea2a9417423f88ede81eaa19eecd722e9cb72e36ceb5c44",
      },
    ],
  },
  "lca-gss82": {
    title: "Attitudes to surveys, General Social Survey 1982",
    licence: "GPL >= 2",
    source: "Linzer, D. & Lewis, J. (2011), poLCA, Journal of Statistical Software 42(10), doi:10.18637/jss.v042.i10",
    files: [
      {
        file: "lca_gss82.csv",
        rows: 1202,
        columns: 4,
        sha256: "d39d0fba015680870f608fd911379806e12179cfd1fd11250005e21a8119d807",
      },
    ],
  },
  "lca-values": {
    title: "Universalistic and particularistic values",
    licence: "GPL >= 2",
    source: "Linzer, D. & Lewis, J. (2011), poLCA, Journal of Statistical Software 42(10), doi:10.18637/jss.v042.i10",
    files: [
      {
        file: "lca_values.csv",
        rows: 216,
        columns: 4,
        sha256: "b71d3930fb426405a903db3c4b39232a2dab17207ab922970f221d99d83ca04d",
      },
    ],
  },
  "soybean-small": {
    title: "Codes of plant diseases, the label last, no header",
    licence: "as stated by the repository",
    source: "Michalski, R. (1987), Soybean (Small), UCI Machine Learning Repository 91",
    files: [
      {
        file: "soybean_small.csv",
        rows: 47,
        columns: 36,
        sha256: "f096d1675db0270071311c9f46813b204372370bd68252a5a417bdcff5879717",
      },
    ],
  },
  "known-segments": {
    title: "300 simulated customers with their true segments",
    licence: "Apache-2.0",
    source: "Chapman, C. & Feit, E. (2019), R for Marketing Research and Analytics",
    files: [
      {
        file: "known_segments_chapman_feit.csv",
        rows: 300,
        columns: 7,
        sha256: "d738b546f7d15d63d05e1e88ad0ce7e13bd1fa697f2b3de68bdf19834ee7bafb",
      },
    ],
  },
  wholesale: {
    title: "Yearly spend of 440 clients of a wholesaler",
    licence: "CC BY 4.0",
    source: "Cardoso, M. (2013), Wholesale customers, UCI Machine Learning Repository 292, doi:10.24432/C5030X",
    files: [
      {
        file: "wholesale_customers.csv",
        rows: 440,
        columns: 8,
        sha256: "88aabc8f9b6b569e3364829eee35fe011fc111276377dedbd1bfd5a6c59bcbee",
      },
    ],
  },
  iris: {
    title: "Four measures of 150 flowers",
    licence: "free of rights",
    source:
      "Fisher, R. (1936), The use of multiple measurements in taxonomic problems, doi:10.1111/j.1469-1809.1936.tb02137.x",
    files: [
      {
        file: "iris.csv",
        rows: 150,
        columns: 6,
        sha256: "398fadb8f48750d386d670e0b15c65944919682373bcaba59650c33eb5474362",
      },
    ],
  },
  faithful: {
    title: "Eruptions of Old Faithful and the waits between",
    licence: "R datasets, GPL >= 2",
    source: "Azzalini, A. & Bowman, A. (1990), Applied Statistics 39(3)",
    files: [
      {
        file: "faithful.csv",
        rows: 272,
        columns: 3,
        sha256: "5043db1e2c51c8e8fd67e0868c768ae589770cc76ad0ac0c5b7afd1fca31fc57",
      },
    ],
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;

/** The name of a data set. */
export type DatasetName = keyof typeof catalogue;
