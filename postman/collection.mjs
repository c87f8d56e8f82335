// Makes the Postman collection out of the OpenAPI document of a Kith and the flow.
import { folders, variables } from "./flow.mjs";

export const file = new URL("kith.postman_collection.json", import.meta.url);

const schemaUrl = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";

/** Every operation of a document by its id, with its method, address and what is known of its success. */
export function operationsOf(document) {
  const found = new Map();
  for (const [address, methods] of Object.entries(document.paths))
    for (const [method, operation] of Object.entries(methods)) {
      const status = Object.keys(operation.responses).find((code) => code.startsWith("2"));
      found.set(operation.operationId, { ...operation, method: method.toUpperCase(), address, status: Number(status), success: operation.responses[status] });
    }
  return found;
}

/** What an item's operation is: its id is the operation's, and more after a colon where one operation has two items. */
export const operationIdOf = (itemId) => itemId.split(":")[0];

/**
 * The collection. What was recorded are examples, in Postman and in the document itself.
 * @param recorded by item id: {sent, status, reason, type, body}
 */
export function collectionOf(document, recorded = new Map()) {
  const operations = operationsOf(document);
  const used = new Map();
  const item = Object.entries(folders).map(([tag, steps]) => ({
    name: tag,
    description: document.tags.find((one) => one.name === tag)?.description,
    item: steps.map((step) => {
      const operation = operations.get(step.operation);
      if (!operation) throw new Error(`flow.mjs: ${tag} sends ${step.operation}, which is no operation of the document.`);
      const times = used.get(step.operation) ?? 0;
      used.set(step.operation, times + 1);
      const id = times === 0 ? step.operation : `${step.operation}:${times + 1}`;
      return itemOf(id, step, operation, document, recorded.get(id));
    }),
  }));
  return {
    info: {
      _postman_id: "6b697468-0000-4000-8000-000000000001",
      name: "Kith",
      description:
        "Every REST endpoint of Kith, in an order that runs from top to bottom against a fresh server. Set `base_url` if it isn't at " +
        "http://127.0.0.1:8000. With an `email` and `password` of your own send *Sign in* instead of registering; the rest uses the tokens it keeps.",
      schema: schemaUrl,
    },
    auth: bearer("access_token"),
    variable: Object.entries({ ...variables, ...Object.fromEntries(keptNames().map((name) => [name, ""])) }).map(([key, value]) => ({ key, value })),
    item,
  };
}

const keptNames = () => {
  const text = JSON.stringify(folders);
  const set = [...text.matchAll(/set\(\\"(\w+)\\"/g)].map((match) => match[1]);
  const kept = Object.values(folders).flat().flatMap((step) => Object.keys(step.keep ?? {}));
  return [...new Set([...set, ...kept])].filter((name) => !(name in variables)).sort();
};

const bearer = (variable) => ({ type: "bearer", bearer: [{ key: "token", value: `{{${variable}}}`, type: "string" }] });

function itemOf(id, step, operation, document, example) {
  const type = step.accept ?? Object.keys(operation.success.content ?? {})[0];
  const request = {
    method: operation.method,
    header: [
      ...(step.body ? [{ key: "Content-Type", value: "application/json" }] : []),
      ...(step.accept ? [{ key: "Accept", value: step.accept }] : []),
    ],
    ...(step.as === "nobody" ? { auth: { type: "noauth" } } : step.as ? { auth: bearer(step.as) } : {}),
    ...(step.body ? { body: jsonBody(JSON.stringify(step.body, null, 2)) } : {}),
    url: urlOf(step, operation),
    description: descriptionOf(operation),
  };
  return {
    id,
    name: step.name ?? operation.summary.replaceAll("`", ""),
    event: [
      ...script("prerequest", [...(step.skip ? [`if (${step.skip}) pm.execution.skipRequest();`] : []), ...(step.before ?? [])]),
      ...script("test", testOf(step, operation, document, type)),
    ],
    request,
    response: example ? [responseOf(example, request)] : [],
  };
}

const jsonBody = (raw) => ({ mode: "raw", raw, options: { raw: { language: "json" } } });

function responseOf({ sent, status, reason, type, body }, { description, ...request }) {
  return {
    name: `${status} ${reason}`,
    originalRequest: { ...request, ...(sent ? { body: jsonBody(sent) } : {}) },
    status: reason,
    code: status,
    _postman_previewlanguage: type === "text/event-stream" ? "text" : "json",
    header: type ? [{ key: "Content-Type", value: type }] : [],
    body,
  };
}

/** What a collection has as examples. */
export function recordedOf(collection) {
  const items = collection.item.flatMap((folder) => folder.item);
  return new Map(
    items
      .filter((item) => item.response.length > 0)
      .map(({ id, response: [{ originalRequest, code, status, header, body }] }) => [
        id,
        { sent: originalRequest.body?.raw, status: code, reason: status, type: header[0]?.value, body },
      ]),
  );
}

function urlOf(step, operation) {
  const path = operation.address.split("/").slice(1).map((part) => part.replace(/^\{(.+)\}$/, ":$1"));
  const parameters = operation.parameters ?? [];
  const query = parameters
    .filter((one) => one.in === "query")
    .map((one) => ({ key: one.name, value: step.query?.[one.name] ?? "", description: one.description, ...(step.query && one.name in step.query ? {} : { disabled: true }) }));
  const sent = query.filter((one) => !one.disabled).map((one) => `${one.key}=${one.value}`);
  const missing = parameters.filter((one) => one.in === "path" && !step.path?.[one.name]);
  if (missing.length > 0) throw new Error(`flow.mjs: ${step.operation} needs ${missing.map((one) => one.name).join(", ")} in its path.`);
  return {
    raw: `{{base_url}}/${path.join("/")}${sent.length > 0 ? `?${sent.join("&")}` : ""}`,
    host: ["{{base_url}}"],
    path,
    ...(query.length > 0 ? { query } : {}),
    ...(step.path
      ? { variable: Object.entries(step.path).map(([key, value]) => ({ key, value, description: parameters.find((one) => one.name === key)?.description ?? "" })) }
      : {}),
  };
}

function descriptionOf(operation) {
  const errors = Object.entries(operation.responses).filter(([status]) => !status.startsWith("2"));
  return [operation.summary, operation.description, `Errors: ${errors.map(([status, one]) => `${status} ${one.description}`).join(" · ")}.`]
    .filter(Boolean)
    .join("\n\n");
}

function testOf(step, operation, document, type) {
  const status = step.status ?? operation.status;
  const isText = type === "text/event-stream" && status < 400;
  const lines = [`pm.test("answers ${status}", () => pm.response.to.have.status(${status}));`];
  if (status === 204) return lines;
  if (isText) {
    lines.push('pm.test("answers with events", () => pm.expect(pm.response.headers.get("Content-Type")).to.include("text/event-stream"));');
    lines.push("const answer = pm.response.text();");
  } else {
    lines.push("const answer = pm.response.json();");
    const content = operation.responses[status].content;
    const members = resolve(Object.values(content)[0].schema, document).required;
    if (members) lines.push(`pm.test("has the members it promises", () => pm.expect(answer).to.include.all.keys(${members.map((name) => JSON.stringify(name)).join(", ")}));`);
  }
  if (step.check) lines.push(`pm.test("says what was asked for", () => {`, ...step.check.map((line) => `  ${line}`), "});");
  for (const [name, member] of Object.entries(step.keep ?? {})) lines.push(`set(${JSON.stringify(name)}, answer.${member});`);
  return lines;
}

const resolve = (schema, document) => (schema.$ref ? document.components.schemas[schema.$ref.split("/").at(-1)] : schema);

/** The short names that the flow's lines use, where they use them. */
function script(listen, lines) {
  if (lines.length === 0) return [];
  const text = lines.join("\n");
  const names = {
    expect: "const expect = pm.expect;",
    get: "const get = (name) => pm.collectionVariables.get(name);",
    set: "const set = (name, value) => pm.collectionVariables.set(name, value);",
  };
  const head = Object.entries(names).flatMap(([name, line]) => (new RegExp(`(?<![.\\w])${name}\\(`).test(text) ? [line] : []));
  return [{ listen, script: { type: "text/javascript", exec: [...head, ...lines] } }];
}
