import type { Preset } from "./preset.js";

/**
 * Exports of accounts, contacts and leads from Salesforce: the API names that Data Loader and the weekly export give, and the labels of reports.
 *
 * These follow Salesforce's reference of its standard objects. Administrators can rename labels, their own fields end in `__c`, and reports of users in
 * other languages have other labels: pass `roles` for those. An account's Type is not taken for a stage.
 */
export const salesforce: Preset = {
  name: "Salesforce",
  roles: {
    // A report of contacts may show the account's id too; the row is a contact then.
    customer: ["Id", "Contact ID", "Lead ID", "Account ID"],
    birthDate: ["Birthdate", "PersonBirthdate"],
    gender: ["GenderIdentity", "PersonGenderIdentity"],
    occupation: ["Title", "PersonTitle"],
    company: ["Account Name", "Company", "Company / Account", "AccountId"],
    industry: ["Industry", "Account.Industry"],
    employees: ["NumberOfEmployees", "Employees", "No. of Employees", "Account.NumberOfEmployees"],
    revenue: ["AnnualRevenue", "Account.AnnualRevenue"],
    stage: ["Lead Status", "Status"],
    acquisition: ["LeadSource", "AccountSource", "PersonLeadSource"],
    signedUp: ["CreatedDate", "Create Date"],
  },
  addresses: [
    {
      country: ["MailingCountry", "MailingCountryCode", "Mailing Country (text only)"],
      region: ["MailingState", "Mailing State/Province", "MailingStateCode", "Mailing State/Province (text only)"],
      city: ["MailingCity"],
      postalCode: ["MailingPostalCode", "Mailing Zip/Postal Code"],
      latitude: ["MailingLatitude"],
      longitude: ["MailingLongitude"],
    },
    {
      country: ["PersonMailingCountry", "PersonMailingCountryCode"],
      region: ["PersonMailingState", "PersonMailingStateCode"],
      city: ["PersonMailingCity"],
      postalCode: ["PersonMailingPostalCode"],
      latitude: ["PersonMailingLatitude"],
      longitude: ["PersonMailingLongitude"],
    },
    {
      country: ["BillingCountry", "BillingCountryCode", "Billing Country (text only)"],
      region: ["BillingState", "Billing State/Province", "BillingStateCode", "Billing State/Province (text only)"],
      city: ["BillingCity"],
      postalCode: ["BillingPostalCode", "Billing Zip/Postal Code"],
      latitude: ["BillingLatitude"],
      longitude: ["BillingLongitude"],
    },
    {
      country: ["Country", "CountryCode", "Country (text only)"],
      region: ["State", "State/Province", "StateCode", "State/Province (text only)"],
      city: ["City"],
      postalCode: ["PostalCode", "Zip/Postal Code"],
      latitude: ["Latitude"],
      longitude: ["Longitude"],
    },
    {
      country: ["ShippingCountry", "ShippingCountryCode", "Shipping Country (text only)"],
      region: ["ShippingState", "Shipping State/Province", "ShippingStateCode", "Shipping State/Province (text only)"],
      city: ["ShippingCity"],
      postalCode: ["ShippingPostalCode", "Shipping Zip/Postal Code"],
      latitude: ["ShippingLatitude"],
      longitude: ["ShippingLongitude"],
    },
  ],
  withoutId: "add the column Contact ID, Account ID or Lead ID to the report and export it again",
};
