// What the reference implementation says of documents: node verdicts.mjs < requests > verdicts, both one JSON value a line.
//
// The first line is {"sdl"}, answered by {"introspection", "printed", "query"}. Each further line is {"query", "operationName"?, "variables"?},
// answered by {"parsed", "rules": names of the rules that fail, "results": of the execution}. Resolvers follow the rule of Things.cs.
import { createInterface } from "node:readline";
import {
  buildSchema,
  execute,
  getIntrospectionQuery,
  getNullableType,
  getOperationAST,
  introspectionFromSchema,
  isAbstractType,
  isEnumType,
  isListType,
  isObjectType,
  MaxIntrospectionDepthRule,
  parse,
  printSchema,
  specifiedRules,
  subscribe,
  validate,
} from "graphql";

const options = { specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true, oneOf: true };
const rules = specifiedRules.filter((rule) => rule !== MaxIntrospectionDepthRule);
let schema;

function hash(text) {
  let h = 2166136261;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 16777619) >>> 0;
  return h;
}

function mix(h, k) {
  const m = Math.imul((h ^ k) >>> 0, 0x9e3779b1) >>> 0;
  return (m ^ (m >>> 15)) >>> 0;
}

function canonical(value) {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return `"${value}"`;
  if (typeof value === "number") {
    if (Number.isInteger(value) && Math.abs(value) < 2 ** 31) return (value + 0).toString();
    return new DataView(new Float64Array([value]).buffer).getBigUint64(0, true).toString(16);
  }
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  return `{${Object.entries(value)
    .map(([name, member]) => `${name}:${canonical(member)}`)
    .join(",")}}`;
}

function make(type, h) {
  const chance = mix(h, 1) % 100;
  if (chance < 3) return new Error("failed");
  if (chance < 7) return null;
  const nullable = getNullableType(type);
  if (isListType(nullable)) return Array.from({ length: mix(h, 2) % 4 }, (_, i) => make(nullable.ofType, mix(h, 10 + i)));
  if (isObjectType(nullable)) return { type: nullable.name, seed: mix(h, 4) };
  if (isAbstractType(nullable)) {
    const names = schema
      .getPossibleTypes(nullable)
      .map((t) => t.name)
      .sort();
    return { type: names[mix(h, 5) % names.length], seed: mix(h, 4) };
  }
  if (isEnumType(nullable)) return chance < 9 ? "NOTHING" : nullable.getValues()[mix(h, 3) % nullable.getValues().length].value;
  const n = mix(h, 3);
  switch (nullable.name) {
    case "Int":
      return chance < 9 ? 2 ** 40 : (n % 2000) - 1000;
    case "Float":
      return (n % 4096) / 16;
    case "Boolean":
      return n % 2 === 0;
    default:
      return `${nullable.name}-${n % 1000}`;
  }
}

const hashOf = (source, args, info) => hash(`${source?.seed ?? 1}.${info.fieldName}${canonical(args)}`);

function fieldResolver(source, args, context, info) {
  return info.parentType.name === "Subscription" ? source : make(info.returnType, hashOf(source, args, info));
}

function subscribeFieldResolver(source, args, context, info) {
  const h = hashOf(source, args, info);
  if (mix(h, 6) % 10 === 0) throw new Error("refused");
  return (async function* () {
    for (let i = 0; i < (mix(h, 7) % 3) + 1; i++) yield make(info.returnType, mix(h, 100 + i));
  })();
}

const plain = (result) => ({
  hasData: "data" in result,
  data: result.data ?? null,
  paths: (result.errors ?? []).map((error) => error.path ?? null),
});

async function run(document, { operationName, variables }) {
  const request = { schema, document, operationName, variableValues: variables, fieldResolver, subscribeFieldResolver };
  if (getOperationAST(document, operationName)?.operation !== "subscription") return [plain(await execute(request))];
  // It can't take a root field that is skipped: those requests are told apart by the rules already.
  const events = await subscribe(request).catch(() => ({}));
  if (!(Symbol.asyncIterator in events)) return [plain(events)];
  const results = [];
  for await (const result of events) results.push(plain(result));
  return results;
}

function fails(rule, document) {
  try {
    return validate(schema, document, [rule]).length > 0;
  } catch {
    return true; // some rules can't take every document
  }
}

async function verdictOf(request) {
  let document;
  try {
    document = parse(request.query);
  } catch {
    return { parsed: false };
  }
  const failing = rules.filter((rule) => fails(rule, document)).map((rule) => rule.name.replace(/Rule$/, ""));
  return { parsed: true, rules: failing, results: failing.length === 0 ? await run(document, request) : [] };
}

function begin({ sdl }) {
  schema = buildSchema(sdl);
  for (const type of Object.values(schema.getTypeMap())) {
    if (isAbstractType(type)) type.resolveType = (value) => value.type;
  }
  const date = schema.getType("Date");
  date.parseValue = (value) => {
    if (typeof value !== "string" || !value.startsWith("2")) throw new TypeError("no date");
    return value;
  };
  date.parseLiteral = (node) => date.parseValue(node.kind === "StringValue" ? node.value : null);
  return { introspection: introspectionFromSchema(schema, options), printed: printSchema(schema), query: getIntrospectionQuery(options) };
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  const answer = schema === undefined ? begin(request) : await verdictOf(request);
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
