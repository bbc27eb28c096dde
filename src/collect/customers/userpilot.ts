import type { Preset } from "./preset.js";

/**
 * Exports of users from Userpilot: the labels of its table of users, and the names of properties as sites send them (user_id, created_at).
 *
 * These follow Userpilot's documentation. All but the id, the name, the e-mail address and the times are properties that each site sends under names of its
 * own: pass `roles` for those. Browser, operating system and device are no roles of a customer; they stay in the source.
 */
export const userpilot: Preset = {
  name: "Userpilot",
  roles: {
    customer: ["User ID", "user_id"],
    age: ["Age"],
    gender: ["Gender"],
    occupation: ["Job Title", "Role"],
    company: ["Company Name", "Company", "Company ID", "company_id"],
    industry: ["Industry", "Company Industry"],
    employees: ["Employees", "Company Size", "Number of Employees"],
    revenue: ["Annual Revenue"],
    stage: ["Lifecycle Stage"],
    acquisition: ["Acquisition Source", "Signup Source"],
    signedUp: ["Signed up", "Signed up at", "Signup date", "Created At", "created_at"],
    language: ["Language", "Locale", "locale_code"],
  },
  addresses: [
    {
      country: ["Country", "Country Code", "country_code"],
      region: ["Region", "State"],
      city: ["City"],
      postalCode: ["Postal Code"],
    },
  ],
  withoutId: "export the property User ID with the others",
};
