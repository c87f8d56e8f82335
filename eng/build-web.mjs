// Builds the web app when it is missing or stale; the server's start, `dotnet publish` and the tests all come through here.
//
//   node eng/build-web.mjs [--packages-only] [folder]
//
// Stale is decided by content: a hash over the sources is kept inside dist, so that a checkout, a copy or a touched file
// builds nothing. Packages are installed when they are missing or the lock file has changed.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const args = process.argv.slice(2);
const packagesOnly = args.includes("--packages-only");
const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const web = resolve(args.find((a) => !a.startsWith("--")) ?? join(root, "web"));
const notSources = new Set(["node_modules", "dist", "test-results", "playwright-report", "e2e", "mock"]);

const hashOf = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest("hex");
const textOf = (file) => (existsSync(file) ? readFileSync(file, "utf8") : "");

function sources(folder, prefix = "") {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const name = prefix + entry.name;
      if (entry.isDirectory()) return notSources.has(name) ? [] : sources(join(folder, entry.name), `${name}/`);
      return entry.isFile() ? [name, "\0", readFileSync(join(folder, entry.name)), "\0"] : [];
    });
}

function npm(...words) {
  console.log(`> npm ${words.join(" ")}`);
  const { status, error } = spawnSync("npm", words, { cwd: web, stdio: "inherit", shell: process.platform === "win32" });
  if (error) console.error(error.message);
  if (status !== 0) process.exit(1);
}

function installPackages() {
  const mark = join(web, "node_modules", ".kith-lock-hash");
  const wanted = hashOf(textOf(join(web, "package-lock.json")), textOf(join(web, "package.json")));
  if (textOf(mark) === wanted) return;
  // Not `npm ci`: it refuses a lock file without an entry for every platform's optional binaries, and a registry that lacks
  // some writes just that. This keeps to the lock file's versions too, and leaves the file alone.
  npm("install", "--no-save", "--include=dev", "--no-fund", "--no-audit");
  mkdirSync(dirname(mark), { recursive: true });
  writeFileSync(mark, wanted);
}

function build() {
  const dist = join(web, "dist");
  const mark = join(dist, ".source-hash");
  const wanted = hashOf(...sources(web));
  if (existsSync(join(dist, "index.html")) && textOf(mark) === wanted) return;
  console.log("The web app is missing or older than its sources: building it.");
  installPackages();
  npm("run", "build");
  writeFileSync(mark, wanted);
}

const alive = (pid) => {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
};

/** One build at a time: whoever comes second waits, and then finds nothing left to do. A lock whose owner died is taken over. */
async function alone(work) {
  const lock = join(tmpdir(), `kith-web-${hashOf(web).slice(0, 16)}.lock`);
  for (let told = false; ; ) {
    try {
      writeFileSync(lock, String(process.pid), { flag: "wx" });
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
      const owner = textOf(lock);
      if (owner !== "" && !alive(Number(owner))) {
        rmSync(lock, { force: true });
        continue;
      }
      if (!told) console.log(`Another process (${owner}) is building the web app; waiting for it.`);
      told = true;
      await new Promise((wake) => setTimeout(wake, 200));
    }
  }
  const release = () => rmSync(lock, { force: true });
  process.on("exit", release);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => process.exit(130));
  work();
}

if (Number(process.versions.node.split(".")[0]) < 20) {
  console.error(`This is Node.js ${process.version}; the web app needs 20.19 or later: https://nodejs.org/`);
  process.exit(1);
}
if (!existsSync(join(web, "package.json"))) {
  console.error(`There is no web app in ${web}.`);
  process.exit(1);
}
await alone(packagesOnly ? installPackages : build);
