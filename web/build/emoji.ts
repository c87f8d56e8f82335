import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

/** What the picker of emoji asks for: their names and their groups, in the language the app speaks. */
const files = ["en/data.json", "en/messages.json"];

const read = (file: string) => readFileSync(fileURLToPath(import.meta.resolve(`emojibase-data/${file}`)));

/** Serves the data of emoji from our own origin, under `/emoji/`. */
export function emoji(): Plugin {
  return {
    name: "kith-emoji",
    configureServer(server) {
      server.middlewares.use("/emoji", (request, response, next) => {
        const file = files.find((one) => request.url?.split("?")[0] === `/${one}`);
        if (!file) return next();
        response.setHeader("Content-Type", "application/json");
        response.end(read(file));
      });
    },
    generateBundle() {
      for (const file of files) this.emitFile({ type: "asset", fileName: `emoji/${file}`, source: read(file) });
    },
  };
}
