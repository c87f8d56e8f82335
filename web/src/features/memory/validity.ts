import type { Fact } from "@/api/types";
import { farDay, sameDay } from "@/lib/time";

/** When a fact holds, in a few words; null where it just does. */
export function validity({ valid_from: from, valid_until: until }: Fact, now = new Date()): string | null {
  const isOver = until !== null && Date.parse(until) <= now.getTime();
  const isAhead = from !== null && Date.parse(from) > now.getTime();
  if (from && until && sameDay(from, until)) return `on ${farDay(from, now)}`;
  if (until) return isOver ? `over since ${farDay(until, now)}` : `until ${farDay(until, now)}`;
  if (from) return isAhead ? `from ${farDay(from, now)}` : `since ${farDay(from, now)}`;
  return null;
}
