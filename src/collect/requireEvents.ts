import { Relation } from "../engine/relation.js";
import { instead } from "../errors.js";
import type { Events } from "./events.js";

/** Whether a value is a relation with the columns that `events` gives. */
export function isEvents(value: unknown): value is Events {
  return (
    value instanceof Relation &&
    ["row", "customer", "visitor", "session", "time"].every((name) => value.names.includes(name))
  );
}

/** Throws a TypeError that says how to get Events where the value is something else. */
export function requireEvents(value: unknown, verb: string): asserts value is Events {
  if (isEvents(value)) return;
  const found = value instanceof Relation ? `a relation with the columns ${value.names.join(", ")}` : instead(value);
  throw new TypeError(
    `expected ${verb} to get what events(data, { customer, visitor, time, page }) returns, got ${found}`,
  );
}
