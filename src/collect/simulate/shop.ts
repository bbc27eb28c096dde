import type { Table } from "../../table.js";
import type { SurveyItem } from "./survey.js";

/** One line of the order file. A line sent back has a negative quantity and the order's id with an R before it. */
export interface ShopOrder {
  order_id: string;
  customer_id: string | null;
  /** Local time, "YYYY-MM-DD HH:MM:SS". */
  ordered_at: string;
  product_id: string;
  product: string;
  category: string;
  quantity: number;
  /** Price of a unit before discount. */
  unit_price: number;
  /** Share of the price taken off, 0 to 0.3. */
  discount: number;
  /** quantity · unit_price · (1 - discount), to the cent. */
  amount: number;
  currency: string;
  channel: string;
}

/** One account, as it was opened on the day of the first order. */
export interface ShopCustomer {
  customer_id: string;
  signed_up: string;
  acquisition: string;
  email_opt_in: boolean;
  age_band: string;
  income_band: string | null;
  household: string;
  city: string;
  region: string;
  country: string;
  latitude: number;
  longitude: number;
}

/** `q1` to `q14` (1-5), `brand_...` (0 or 1) and `need_...` (1-7), as listed in `surveyItems`. */
export interface ShopAnswers {
  customer_id: string;
  answered_on: string;
  minutes: number;
  [item: string]: string | number | null;
}

/** One page seen in the last 56 days. */
export interface ShopEvent {
  session_id: string;
  customer_id: string | null;
  /** ISO instant in UTC. */
  at: string;
  page: string;
  product_id: string | null;
  referrer: string;
  device: string;
  os: string;
  browser: string;
}

/** What a real shop would not know about a customer. */
export interface ShopTruth {
  customer_id: string;
  segment: string;
  /** Orders per week while a customer. */
  purchase_rate: number;
  /** Probability to leave after an order; nobody leaves after the first. */
  leaving_probability: number;
  /** Orders placed in the window, before the export lost any. */
  orders: number;
  /** Whether still a customer at the end of the window. */
  alive: boolean;
  /** Day of the last order of one who left. */
  left_on: string | null;
  /** 1 prefers the middle of a category's prices. */
  spend_level: number;
  /** Class behind the survey. */
  attitude: string;
  /** How the survey was answered; null where it was not. */
  respondent: string | null;
}

/** One thing that is wrong in `orders`, by the number of its row (the first is 1). */
export interface ShopDefect {
  defect: "missingCustomer" | "duplicate" | "zeroPrice" | "idVariant" | "testAccount" | "lostDay";
  /** Null for a lost day: that is not in the file. */
  row: number | null;
  order_id: string | null;
  /** Whose line it truly is. */
  customer_id: string | null;
  /** The id as written, or the day that was lost. */
  detail: string | null;
}

/** An invented shop. `truth` and `defects` are what an analyst of a real shop does not have. */
export interface Shop {
  readonly orders: Table<ShopOrder>;
  readonly customers: Table<ShopCustomer>;
  readonly survey: Table<ShopAnswers>;
  readonly surveyItems: Table<SurveyItem>;
  readonly events: Table<ShopEvent>;
  readonly truth: Table<ShopTruth>;
  readonly defects: Table<ShopDefect>;
}
