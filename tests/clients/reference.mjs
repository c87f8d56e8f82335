// The OpenAPI document and the Postman collection, held against each other and against the server. KITH_URL is the address of a Kith that
// nobody has set up yet, KITH_SETUP_TOKEN the token of the set-up link it printed.
//
//   - Redocly lints the document.
//   - The collection is what postman/flow.mjs and the document make. `--write` makes it, with the answers as examples.
//   - newman runs it from top to bottom: every operation is asked, and what comes is what the document says, by ajv.
//   - Every operation is asked wrongly too: without credentials, and with what is no JSON. Those answers have to be in the document as well.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import newman from "newman";
import { collectionOf, file, operationIdOf, operationsOf, recordedOf } from "../../postman/collection.mjs";
import { exampleMaker } from "../../postman/examples.mjs";
import { checkerOf } from "./lib/checker.mjs";

const write = process.argv.includes("--write");
const base = process.env.KITH_URL;
const text = await (await fetch(new URL("/api/openapi.json", base))).text();
const document = JSON.parse(text);
const operations = operationsOf(document);
const { checkAnswer, checkSent } = checkerOf(document);

// What is about to be made anew may have examples of what has changed.
if (!write) lint();
const committed = existsSync(file) ? readFileSync(file, "utf8") : "";
const recorded = committed ? recordedOf(JSON.parse(committed)) : new Map();
const collection = collectionOf(document, recorded);
if (!write) assert.ok(committed === json(collection), "postman/kith.postman_collection.json is out of date: postman/README.md says how to make it anew.");
const { exchanges, token } = await run(collection);
checkExchanges();
await followEvents();
await askWrongly();
if (write) record();

function json(value) {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function lint() {
  const folder = mkdtempSync(join(tmpdir(), "kith-openapi."));
  try {
    writeFileSync(join(folder, "openapi.json"), text);
    const here = (path) => fileURLToPath(new URL(path, import.meta.url));
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [here("node_modules/@redocly/cli/bin/cli.js"), "lint", "--config", here("redocly.yaml"), join(folder, "openapi.json")],
      { encoding: "utf8", env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" } },
    );
    assert.equal(status, 0, `The linter isn't content with the document.\n${stdout}${stderr}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
  console.log(`redocly has nothing to say against ${operations.size} operations`);
}

/** Runs the collection; answers what was sent and what came, by item, and the access token that is still good then. */
async function run(collection) {
  const exchanges = new Map();
  const summary = await new Promise((resolve, reject) => {
    newman
      .run({ collection: withVariables(collection, { base_url: base, setup_token: process.env.KITH_SETUP_TOKEN ?? "" }), timeoutRequest: 60_000 })
      .on("request", (error, { item, request, response }) => {
        if (error) return reject(new Error(`${item.name}: ${error.message}`));
        exchanges.set(item.id, {
          sent: request.body?.raw,
          status: response.code,
          reason: response.status,
          type: (response.headers.get("Content-Type") ?? "").split(";")[0],
          body: response.text(),
        });
      })
      .on("done", (error, result) => (error ? reject(error) : resolve(result)));
  });
  const failures = summary.run.failures.map(({ source, error }) => {
    const came = exchanges.get(source?.id);
    return `${source?.name}: ${error.message}\n    sent ${came?.sent}\n    came ${came?.status} ${came?.body.slice(0, 600)}`;
  });
  assert.equal(failures.length, 0, `newman:\n${failures.join("\n")}`);
  const { stats } = summary.run;
  console.log(`newman sent ${stats.requests.total} requests, ${stats.assertions.total} assertions held`);
  return { exchanges, token: JSON.parse(exchanges.get("refreshTokens").body).access_token };
}

function withVariables(collection, given) {
  return { ...collection, variable: collection.variable.map((one) => (one.key in given ? { ...one, value: given[one.key] } : one)) };
}

/** Every operation was asked, with what the document says it takes, and answered what the document says. */
function checkExchanges() {
  const asked = new Set();
  for (const [id, exchange] of exchanges) {
    const operation = operations.get(operationIdOf(id));
    if (exchange.sent) checkSent(operation, JSON.parse(exchange.sent), id);
    checkAnswer(operation, exchange, id);
    if (exchange.status === operation.status) asked.add(operationIdOf(id));
  }
  // An endless stream: it is followed below.
  asked.add("streamEvents");
  const left = [...operations.keys()].filter((id) => !asked.has(id));
  assert.deepEqual(left, [], "These operations have no request in postman/flow.mjs that succeeded.");
  const bare = [...operations.values()]
    .filter(({ operationId, requestBody, success }) => {
      const sent = exchanges.get(operationId)?.sent && requestBody.content["application/json"];
      return [sent, success.content?.["application/json"]].some((body) => body && !("example" in body));
    })
    .map((one) => one.operationId);
  if (!write) assert.deepEqual(bare, [], "These operations have no example: make the collection anew.");
  console.log(`${exchanges.size} answers are what the document says, for ${asked.size} operations`);
}

/** The first events of the stream that never ends. */
async function followEvents() {
  const operation = operations.get("streamEvents");
  const response = await fetch(new URL(`${operation.address}?cursor=0`, base), { headers: { authorization: `Bearer ${token}` }, signal: AbortSignal.timeout(10_000) });
  assert.equal(response.status, 200);
  let body = "";
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  while (body.split("\n\n").length < 3) body += (await reader.read()).value;
  await reader.cancel();
  body = body.slice(0, body.lastIndexOf("\n\n") + 2);
  checkAnswer(operation, { status: response.status, type: response.headers.get("content-type"), body }, "streamEvents");
}

async function askWrongly() {
  let count = 0;
  const nothing = "0197f0c0-0000-7000-8000-000000000000";
  for (const [id, { method, address, security, requestBody }] of operations) {
    const url = new URL(address.replace(/\{\w+\}/g, nothing), base);
    const ask = async (expected, headers, body) => {
      const response = await fetch(url, { method, headers, body, signal: AbortSignal.timeout(10_000) });
      const answer = { status: response.status, type: response.headers.get("content-type") ?? "", body: await response.text() };
      const where = `${id}, asked for ${expected}`;
      assert.equal(answer.status, expected, `${where}: ${answer.body}`);
      checkAnswer(operations.get(id), answer, where);
      count++;
    };
    const authorization = `Bearer ${token}`;
    if (security.length > 0) await ask(401, { authorization: "Bearer nonsense" });
    if (!requestBody) continue;
    await ask(400, { authorization, "content-type": "application/json" }, "{");
    await ask(415, { authorization, "content-type": "text/plain" }, "hello");
  }
  console.log(`${count} wrong requests are answered as the document says`);
}

function record() {
  const examples = exampleMaker();
  const made = new Map(
    [...exchanges].map(([id, { sent, body, type, ...rest }]) => [
      id,
      { ...rest, type, sent: sent && examples.json(sent), body: body && (type === "text/event-stream" ? examples.events(body) : examples.json(body)) },
    ]),
  );
  writeFileSync(file, json(collectionOf(document, made)));
  console.log(`${fileURLToPath(file)} is written; build the server again, and its document has the examples`);
}
