// The official package openai talks with agents. KITH_URL is the address of a server.
import assert from "node:assert/strict";
import OpenAI from "openai";

const base = process.env.KITH_URL;
const password = "tall oak, quiet river";
const email = `openai.${process.hrtime.bigint()}@example.org`;

async function call(method, path, token, body) {
  const response = await fetch(new URL(path, base), {
    method,
    headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
    body: body && JSON.stringify(body),
  });
  assert.ok(response.ok, `${method} ${path} answered ${response.status}`);
  return response.json();
}

const { access_token: me } = await call("POST", "/api/auth/register", undefined, { email, password });
const { key } = await call("POST", "/api/api-keys/", me, { name: "The official client" });
const kith = new OpenAI({ baseURL: new URL("/v1", base).href, apiKey: key, maxRetries: 0 });
const hello = [{ role: "user", content: "Hello!" }];

const models = [];
for await (const model of kith.models.list()) models.push(model.id);
assert.ok(models.includes("kith/aira"));
assert.equal((await kith.models.retrieve("kith/aira")).id, "kith/aira");

const whole = await kith.chat.completions.create({ model: "kith/aira", messages: hello, temperature: 0.5, max_tokens: 100, seed: 1 });
assert.equal(whole.object, "chat.completion");
assert.equal(whole.choices[0].finish_reason, "stop");
assert.ok(whole.choices[0].message.content.length > 0);
assert.equal(whole.usage.prompt_tokens + whole.usage.completion_tokens, whole.usage.total_tokens);
assert.ok(whole.usage.total_tokens > 0);

let text = "";
let usage;
for await (const piece of await kith.chat.completions.create({
  model: "kith/aira",
  messages: hello,
  stream: true,
  stream_options: { include_usage: true },
})) {
  assert.equal(piece.object, "chat.completion.chunk");
  text += piece.choices[0]?.delta.content ?? "";
  usage = piece.usage ?? usage;
}
assert.ok(text.length > 0);
assert.ok(usage.total_tokens > 0);
const helped = await kith.chat.completions.stream({ model: "kith/aira", messages: hello }).finalContent();
assert.ok(helped.length > 0);

await call("POST", "/api/memory/facts/", me, { text: "Has a cat called Mithai.", kind: "pet" });
const remembered = await kith.chat.completions.create({ model: "kith/aira", messages: [{ role: "user", content: "What is my cat called?" }] });
assert.match(remembered.choices[0].message.content, /Mithai/);

const pirate = await call("POST", "/api/agents/", me, { name: "Pirate", prompt: "You are a pirate." });
const asPirate = await kith.chat.completions.create({ model: `kith/${pirate.slug}`, messages: hello });
assert.equal(asPirate.model, `kith/${pirate.slug}`);

const chat = await call("POST", "/api/ai/chats/", me, {});
const metadata = { chat_id: chat.id };
await kith.chat.completions.create({ model: "kith/aira", messages: hello, metadata });
const stored = await call("GET", `/api/ai/chats/${chat.id}/messages/`, me);
assert.deepEqual(stored.results.map((message) => message.role), ["user", "assistant"]);
assert.equal((await call("GET", "/api/ai/chats/", me)).results.length, 1);

await assert.rejects(kith.chat.completions.create({ model: "gpt-4o", messages: hello }), (error) => error instanceof OpenAI.NotFoundError && error.code === "not_found");
await assert.rejects(kith.chat.completions.create({ model: "kith/aira", messages: [] }), (error) => error instanceof OpenAI.BadRequestError && error.param === "messages");
const stranger = new OpenAI({ baseURL: new URL("/v1", base).href, apiKey: "kith_sk_nonsense", maxRetries: 0 });
await assert.rejects(stranger.models.list(), OpenAI.AuthenticationError);
console.log(`openai ${(await import("openai/version")).VERSION} got along with ${models.length} models, streams, memory, a stored chat and errors`);
