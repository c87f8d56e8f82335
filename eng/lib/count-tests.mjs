// Sums the machine-readable reports of a run: node count-tests.mjs REPORTS FAILED_STEPS
//
// Reports are JSON: *.ctrf.json (xunit), *.vitest.json, *.playwright.json. A step that failed without a failed test in
// its report (it crashed, or it is no test) counts as one failure, so that the sum can't look better than the run was.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const readers = {
  ctrf: (r) => [r.results.summary.passed, r.results.summary.failed, r.results.summary.tests - r.results.summary.passed - r.results.summary.failed],
  vitest: (r) => [r.numPassedTests, r.numFailedTests, r.numPendingTests + r.numTodoTests],
  // Flaky: passed on a retry. That is no failure, and no secret either: Playwright's own report names it.
  playwright: (r) => [r.stats.expected + r.stats.flaky, r.stats.unexpected, r.stats.skipped],
};

const [reports, failedSteps] = process.argv.slice(2);
const failed = new Set(existsSync(failedSteps) ? readFileSync(failedSteps, "utf8").split("\n").filter(Boolean) : []);
const sum = [0, 0, 0];
for (const file of readdirSync(reports)) {
  const [, step, kind] = /^(.+)\.(\w+)\.json$/.exec(file) ?? [];
  if (!readers[kind]) continue;
  let counts;
  try {
    counts = readers[kind](JSON.parse(readFileSync(join(reports, file), "utf8")));
  } catch {
    failed.add(step); // cut off in the middle: whatever wrote it crashed
    continue;
  }
  counts.forEach((n, i) => (sum[i] += n));
  if (counts[1] > 0) failed.delete(step);
}
const [passed, failures, skipped] = [sum[0], sum[1] + failed.size, sum[2]];
const mayNotSkip = skipped > 0 && process.env.CI === "true";
if (mayNotSkip) console.error("A test was skipped, and CI never skips.");
console.log(`${passed} passed, ${failures} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exit(failures > 0 || passed === 0 || mayNotSkip ? 1 : 0);
