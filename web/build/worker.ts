import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build, type Plugin, type Rolldown } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Builds the service worker beside the app, and tells it the app's files. */
export function worker(): Plugin {
  return {
    name: "kith-worker",
    apply: "build",
    async generateBundle(_options, bundle) {
      const assets = [...filesOf("index.html", bundle)];
      const own = readdirSync(here("../public")).filter((file) => /\.(js|svg|png)$/.test(file));
      const files = [...assets, ...own].map((file) => `/${file}`).sort();
      const hash = createHash("sha256").update(files.join());
      for (const file of own) hash.update(readFileSync(here(`../public/${file}`)));
      const version = hash.digest("hex").slice(0, 12);
      this.emitFile({ type: "asset", fileName: "sw.js", source: await workerCode(files, version) });
    },
  };
}

async function workerCode(files: readonly string[], version: string): Promise<string> {
  const built = (await build({
    configFile: false,
    publicDir: false,
    logLevel: "warn",
    define: { APP_FILES: JSON.stringify(files), APP_VERSION: JSON.stringify(version) },
    build: {
      write: false,
      target: "es2022",
      rolldownOptions: { input: here("../src/worker/worker.ts"), output: { format: "iife" } },
    },
  })) as Rolldown.RolldownOutput;
  return built.output[0].code;
}

/** Everything a page may come to need: its scripts, what they may load later, and their styles and fonts. */
function filesOf(page: string, bundle: Rolldown.OutputBundle): Set<string> {
  const wanted = new Set<string>();
  const add = (file: string) => {
    if (wanted.has(file)) return;
    wanted.add(file);
    const chunk = bundle[file];
    if (chunk?.type !== "chunk") return;
    const meta = chunk.viteMetadata;
    for (const next of [...chunk.imports, ...chunk.dynamicImports]) add(next);
    for (const next of [...(meta?.importedCss ?? []), ...(meta?.importedAssets ?? [])]) add(next);
  };
  for (const one of Object.values(bundle))
    if (one.type === "chunk" && one.isEntry && one.facadeModuleId === here(`../${page}`)) add(one.fileName);
  return wanted;
}
