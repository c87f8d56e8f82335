import { useMemo } from "react";

const hour = 3_600_000;

/** The last so many days, until the end of this hour: the same question for all of it. */
export function useMoodRange(days: number): { from: Date; until: Date } {
  return useMemo(() => {
    const until = new Date(Math.ceil(Date.now() / hour) * hour);
    return { until, from: new Date(until.getTime() - days * 24 * hour) };
  }, [days]);
}
