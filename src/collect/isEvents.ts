import { Relation } from "../engine/relation.js";
import type { Events } from "./events.js";

/** Whether a value is a relation with the columns that `events` gives. */
export function isEvents(value: unknown): value is Events {
  return (
    value instanceof Relation &&
    ["row", "customer", "visitor", "session", "time"].every((name) => value.names.includes(name))
  );
}
