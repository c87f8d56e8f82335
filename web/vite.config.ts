import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { emoji } from "./build/emoji.ts";
import { worker } from "./build/worker.ts";

const server = process.env.KITH_URL ?? "http://127.0.0.1:8000";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  plugins: [react(), tailwindcss(), emoji(), worker()],
  resolve: { alias: { "@": here("./src") } },
  build: {
    target: "es2022",
    // The content security policy allows files from our own origin only: nothing may be inlined as a data: address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // The web app, the socket console and GraphiQL, each a page of its own.
    rolldownOptions: { input: ["index.html", "dev/socket/index.html", "graphql.html"].map(here) },
  },
  // GraphiQL's workers can't be looked through beforehand; its page is built, not served in development.
  optimizeDeps: { entries: ["index.html", "dev/socket/index.html"] },
  server: {
    proxy: {
      "/api": { target: server },
      "/ws": { target: server, ws: true },
      "^/graphql/?$": { target: server, ws: true },
    },
  },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/test-setup.ts"],
    restoreMocks: true,
    // A hang is caught; a busy machine is not.
    testTimeout: 30_000,
  },
});
