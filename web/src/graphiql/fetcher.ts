import type { Fetcher, FetcherOpts, FetcherParams } from "@graphiql/toolkit";
import type { ExecutionResult } from "graphql";

// The door to GraphQL that the page was served from.
const address = "/graphql/";

let token: Promise<string> | undefined;

function csrfToken(): Promise<string> {
  token ??= fetch("/api/auth/csrf")
    .then((response) => response.json())
    .then((body) => (typeof body?.csrf_token === "string" ? body.csrf_token : ""))
    .catch(() => "");
  return token;
}

/** With the cookie of whoever is signed in to Kith, or what the headers beside the query say. */
async function post(params: FetcherParams, headers: FetcherOpts["headers"], accept: string): Promise<Response> {
  const send = async () =>
    fetch(address, {
      method: "POST",
      headers: { "content-type": "application/json", "x-kith-csrf": await csrfToken(), ...headers, accept },
      body: JSON.stringify(params),
    });
  const response = await send();
  if (response.status !== 403) return response;
  // Somebody else may have signed in meanwhile.
  token = undefined;
  return send();
}

/** Server-sent events, one after the other. */
async function* read(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<ExecutionResult> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (let text = ""; ; ) {
      const { value, done } = await reader.read();
      if (done) return;
      text += value;
      for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
        const lines = text.slice(0, end).split("\n");
        text = text.slice(end + 2);
        if (lines.includes("event: complete")) return;
        const data = lines.find((line) => line.startsWith("data: "));
        if (data) yield JSON.parse(data.slice("data: ".length));
      }
    }
  } finally {
    await reader.cancel();
  }
}

async function* follow(params: FetcherParams, headers: FetcherOpts["headers"]): AsyncGenerator<ExecutionResult> {
  const response = await post(params, headers, "text/event-stream");
  if (response.ok && response.body) yield* read(response.body);
  else yield await response.json();
}

function isSubscription(params: FetcherParams, opts?: FetcherOpts): boolean {
  return !!opts?.documentAST?.definitions.some(
    (definition) =>
      definition.kind === "OperationDefinition" &&
      definition.operation === "subscription" &&
      (!params.operationName || definition.name?.value === params.operationName),
  );
}

export const fetcher: Fetcher = (params, opts) =>
  isSubscription(params, opts)
    ? follow(params, opts?.headers)
    : post(params, opts?.headers, "application/json").then((response) => response.json());
