import type { CustomerRole } from "../customers.js";

/** What the column of each role holds. Text stays as it is written; spellings of one category are merged. */
export const customerKinds = {
  customer: "id",
  age: "number",
  birthDate: "date",
  gender: "category",
  income: "number",
  education: "category",
  occupation: "category",
  household: "category",
  householdSize: "number",
  children: "number",
  maritalStatus: "category",
  homeOwnership: "category",
  company: "text",
  industry: "category",
  employees: "number",
  revenue: "number",
  stage: "category",
  acquisition: "category",
  signedUp: "date",
  language: "category",
  country: "category",
  region: "category",
  city: "category",
  postalCode: "text",
  latitude: "number",
  longitude: "number",
} as const satisfies Record<CustomerRole, string>;

/** The roles, in the order of the columns. */
export const customerRoles = Object.keys(customerKinds) as CustomerRole[];
