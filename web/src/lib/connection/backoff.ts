const firstDelay = 500;
const longestDelay = 20_000;

/** Milliseconds to wait before attempt number `attempt` (from 0): doubling, with half of it random so that a crowd spreads out. */
export function backoff(attempt: number, random: () => number = Math.random): number {
  const full = Math.min(longestDelay, firstDelay * 2 ** attempt);
  return Math.round(full / 2 + (full / 2) * random());
}
