import type { Fact } from "@/api/types";
import { farDay } from "@/lib/time";

/** What a day belongs to, rather than what begins with it. */
const dated = new Set(["plan", "event"]);

/** When a fact holds, in a few words; null where it just does. Its days are those of its person's time zone. */
export function validity(fact: Fact, timeZone?: string, now = new Date()): string | null {
  const { valid_from: from, valid_until: until, kind } = fact;
  const day = (iso: string) => farDay(iso, now, timeZone);
  const isAhead = from !== null && Date.parse(from) > now.getTime();
  const isOver = until !== null && Date.parse(until) <= now.getTime();
  if (from && dated.has(kind)) return until && day(until) !== day(from) ? `${day(from)} to ${day(until)}` : day(from);
  if (until) return isOver ? `over since ${day(until)}` : `until ${day(until)}`;
  if (from) return isAhead ? `from ${day(from)}` : `since ${day(from)}`;
  return null;
}
