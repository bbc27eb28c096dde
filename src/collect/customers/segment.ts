import type { CustomerRole } from "../customers.js";

/** How Segment's calls name what `customers` knows. */
interface SegmentNames {
  /** The fields of a call. */
  readonly calls: { readonly [field in "type" | "userId" | "traits" | "timestamp" | "messageId"]: CallField };
  /** The traits that a role goes by, the surest first; a point leads into an object. */
  readonly traits: { readonly [R in CustomerRole]?: readonly string[] };
}

interface CallField {
  readonly name: string;
  readonly optional?: true;
}

/**
 * Calls of Twilio Segment as its specification has them: fields of every call, and the traits that it reserves for `identify` (and `group`, for what it says of
 * companies). Sites that send created_at for createdAt, or postal_code for postalCode, are understood too.
 */
export const segment: SegmentNames = {
  calls: {
    type: { name: "type" },
    userId: { name: "userId" },
    traits: { name: "traits" },
    timestamp: { name: "timestamp" },
    messageId: { name: "messageId", optional: true },
  },
  traits: {
    age: ["age"],
    birthDate: ["birthday"],
    gender: ["gender"],
    occupation: ["title"],
    company: ["company.name", "company"],
    industry: ["company.industry", "industry"],
    employees: ["company.employee_count", "company.employees", "employees"],
    signedUp: ["createdAt", "created_at"],
    country: ["address.country"],
    region: ["address.state"],
    city: ["address.city"],
    postalCode: ["address.postalCode", "address.postal_code"],
  },
};
