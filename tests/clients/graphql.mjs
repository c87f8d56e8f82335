// The packages graphql-ws and graphql-sse follow a reply as it is written. KITH_URL is the address of a server.
import assert from "node:assert/strict";
import { createClient as createStreams } from "graphql-sse";
import { createClient as createSocket } from "graphql-ws";
import { WebSocket } from "ws";

const url = new URL("/graphql/", process.env.KITH_URL).href;
const password = "tall oak, quiet river";
const email = `clients.${process.hrtime.bigint()}@example.org`;

async function call(path, body, headers = {}) {
  const response = await fetch(new URL(path, url), {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  assert.ok(response.ok, `${path} answered ${response.status}`);
  return response.json();
}

await call("/api/auth/register", { email, password });
const signedIn = await call("/graphql/", {
  query: "mutation($email: String!, $password: String!) { tokenAuth(email: $email, password: $password) { token } }",
  variables: { email, password },
});
const headers = { Authorization: `Bearer ${signedIn.data.tokenAuth.token}` };
const ask = async (query, variables) => {
  const { data, errors } = await call("/graphql/", { query, variables }, headers);
  assert.equal(errors, undefined);
  return data;
};
const subscription = "subscription($id: ID!) { turnEvents(sessionId: $id) { kind index content message { content } } }";
const send = "mutation($id: ID!) { sendMessage(sessionId: $id, content: \"Tell me something.\") { message { content } } }";

/** Says something again and again until a reply was followed from its beginning: no protocol tells when a subscription begins. */
async function follow(name, client) {
  const { session } = (await ask("mutation { createChatSession { session { id } } }")).createChatSession;
  const events = client.iterate({ query: subscription, variables: { id: session.id } });
  let over = false;
  const talking = (async () => {
    while (!over) await ask(send, { id: session.id });
  })();
  let text = "";
  for await (const { data, errors } of events) {
    assert.equal(errors, undefined);
    const { kind, index, content, message } = data.turnEvents;
    if (kind === "started") text = "";
    if (kind === "token") {
      if (index === 0) text = "";
      text += content;
    }
    if (kind !== "done") continue;
    assert.equal(text, message.content);
    break;
  }
  over = true;
  await talking;
  console.log(`${name} followed a reply of ${text.length} characters`);
}

const socket = createSocket({ url: url.replace("http", "ws"), webSocketImpl: WebSocket, connectionParams: headers, retryAttempts: 0 });
await follow("graphql-ws", socket);
await socket.dispose();

const streams = createStreams({ url, headers, retryAttempts: 0 });
await follow("graphql-sse", streams);
streams.dispose();

const refused = createSocket({ url: url.replace("http", "ws"), webSocketImpl: WebSocket, connectionParams: { Authorization: "Bearer nonsense" }, retryAttempts: 0 });
await assert.rejects(async () => {
  for await (const _ of refused.iterate({ query: "{ me { id } }" })) assert.fail("answered");
}, (error) => error.code === 4403);
console.log("graphql-ws with bad credentials was refused");
