import type { Preset } from "./preset.js";

/**
 * Exports of contacts and of companies from HubSpot: the labels that the CRM shows, and the internal names of properties that "include only the
 * internal names" and its API give.
 *
 * These follow HubSpot's documentation of its default properties. Administrators can rename labels, and accounts in other languages have other ones: pass
 * `roles` for those.
 */
export const hubspot: Preset = {
  name: "HubSpot",
  roles: {
    customer: ["Record ID", "hs_object_id", "Record ID - Contact", "Record ID - Company"],
    birthDate: ["Date of birth", "date_of_birth"],
    gender: ["Gender"],
    education: ["Degree"],
    occupation: ["Job Title", "jobtitle", "Job function", "job_function"],
    maritalStatus: ["Marital Status", "marital_status"],
    company: ["Company name", "company", "Associated Company", "Primary Associated Company"],
    industry: ["Industry"],
    employees: ["Number of Employees", "numberofemployees", "numemployees", "Company size", "company_size"],
    revenue: ["Annual Revenue", "annualrevenue"],
    stage: ["Lifecycle Stage", "lifecyclestage"],
    acquisition: ["Original Source", "Original Traffic Source", "Original Source Type", "hs_analytics_source"],
    signedUp: ["Create Date", "createdate"],
    language: ["Preferred language", "hs_language"],
  },
  addresses: [
    {
      country: ["Country/Region", "Country", "Country/Region Code", "hs_country_region_code"],
      region: ["State/Region", "State", "State/Region Code", "hs_state_code"],
      city: ["City"],
      postalCode: ["Postal Code", "zip"],
    },
  ],
  withoutId: "export the property Record ID with the others",
};
