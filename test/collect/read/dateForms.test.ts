import assert from "node:assert/strict";
import { test } from "node:test";
import { dateForms } from "../../../src/collect/read/dateForms.js";

function formats(text: string): string[] {
  return dateForms(text).map((form) => `${form.order} ${form.format}${form.zone ? " zone" : ""}`);
}

test("every way to read a time", () => {
  assert.deepEqual(formats("2010-12-01 08:26:00"), ["ymd %Y-%m-%d %H:%M:%S"]);
  assert.deepEqual(formats("12/1/2010 8:26"), ["mdy %m/%d/%Y %H:%M", "dmy %d/%m/%Y %H:%M"]);
  assert.deepEqual(formats("13/1/2010"), ["dmy %d/%m/%Y"]);
  assert.deepEqual(formats("1/13/2010"), ["mdy %m/%d/%Y"]);
  assert.deepEqual(formats("10-12-01"), ["mdy %m-%d-%y", "dmy %d-%m-%y", "ymd %y-%m-%d"]);
  assert.deepEqual(formats("2010-12-01T08:26:00.5+01:00"), ["ymd %Y-%m-%dT%H:%M:%S.%f zone"]);
  assert.deepEqual(formats("1 Dec 2010 5:07 pm"), ["dmy %d %b %Y %I:%M %p"]);
  assert.deepEqual(formats("19970101"), ["ymd %Y%m%d"]);
});

test("days that do not exist, times that do not, and other texts have none", () => {
  for (const text of [
    "2010-02-29",
    "31/04/2010",
    "0/1/2010",
    "2010-12-01 24:00",
    "2010-12-01 8:60",
    "1/2/2010 13:00 PM",
    "19970132",
    "99999999",
    "hello there",
    "1-2-3",
    "12.50",
    "192.168.1.10",
  ])
    assert.deepEqual(formats(text), [], text);
});

test("leap days follow the calendar", () => {
  assert.equal(formats("2000-02-29").length, 1);
  assert.equal(formats("1900-02-29").length, 0);
  assert.equal(formats("29/2/2012").length, 1);
});
