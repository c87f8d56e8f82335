import { defineConfig } from "@playwright/test";

/** Runs against a server that is already there: KITH_URL. KITH_CHROMIUM names the browser; without it, Playwright's own. */
export default defineConfig({
  testDir: "e2e",
  timeout: 90_000,
  expect: { timeout: 10_000 },
  fullyParallel: false,
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  use: {
    baseURL: process.env.KITH_URL ?? "http://127.0.0.1:8000",
    locale: "en-GB",
    trace: "retain-on-failure",
    launchOptions: {
      ...(process.env.KITH_CHROMIUM && { executablePath: process.env.KITH_CHROMIUM }),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
