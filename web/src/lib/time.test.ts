import { expect, test } from "vitest";
import { clock, dayLabel, duration, listTime, sameDay, withDays } from "./time";

const now = new Date(2026, 2, 18, 14, 30);
const at = (...parts: [number, number, number, number?, number?]) => new Date(...parts).toISOString();

test.each([
  [at(2026, 2, 18, 14, 30), "now"],
  [at(2026, 2, 18, 14, 31), "now"],
  [at(2026, 2, 18, 14, 25), "5 min"],
  [at(2026, 2, 18, 9, 5), "09:05"],
  [at(2026, 2, 17, 23, 59), "Yesterday"],
  [at(2026, 2, 12, 8, 0), "Thu"],
  [at(2026, 2, 3, 8, 0), "3 Mar"],
  [at(2024, 11, 31, 8, 0), "31 Dec 2024"],
])("%s in a list is %s", (iso, expected) => expect(listTime(iso, now, "en-GB")).toBe(expected));

test.each([
  [at(2026, 2, 18, 0, 0), "Today"],
  [at(2026, 2, 17, 0, 0), "Yesterday"],
  [at(2026, 2, 16, 0, 0), "Monday 16 March"],
  [at(2025, 2, 16, 0, 0), "Sunday 16 March 2025"],
])("the day of %s is %s", (iso, expected) => expect(dayLabel(iso, now, "en-GB").replace(",", "")).toBe(expected));

test.each([
  [0, "0 s"],
  [42_000, "42 s"],
  [185_000, "3 min 5 s"],
  [7_800_000, "2 h 10 min"],
  [3_600_000, "1 h"],
  [273_600_000, "3 d 4 h"],
  [-5, "0 s"],
])("%d milliseconds are %s", (milliseconds, expected) => expect(duration(milliseconds)).toBe(expected));

test.each([
  ["Is moving to Porto on 2027-03-03.", "Is moving to Porto on 3 March 2027."],
  ["Was away from 2026-01-31 to 2026-02-01.", "Was away from 31 January 2026 to 1 February 2026."],
  ["Lives in Lisbon (since 2021).", "Lives in Lisbon (since 2021)."],
  ["Has the ticket 2026-13-01.", "Has the ticket 2026-13-01."],
])("%s reads %s", (text, expected) => expect(withDays(text, "en-GB")).toBe(expected));

test("a day is a day where the reader lives", () => {
  expect(sameDay(at(2026, 2, 18, 0, 1), at(2026, 2, 18, 23, 59))).toBe(true);
  expect(sameDay(at(2026, 2, 18, 23, 59), at(2026, 2, 19, 0, 1))).toBe(false);
  expect(clock(at(2026, 2, 18, 7, 3), "en-GB")).toBe("07:03");
});
