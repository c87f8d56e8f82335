import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { answer, api, asEvents, firstEvent, forgetCsrf, isSignedIn, onSignedOut } from "./http";
import { ApiError, explain, fieldError, formError, problemFrom } from "./problem";

type Call = { path: string; method: string; headers: Headers; body: string; keepalive: boolean };

let calls: Call[];
let answers: Record<string, (() => Response)[]>;
let csrfTokens: string[];
let signedIn: boolean;

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}) =>
  () =>
    new Response(JSON.stringify(body), {
      status,
      headers: { "content-type": status >= 400 ? "application/problem+json" : "application/json", ...headers },
    });

beforeEach(() => {
  calls = [];
  answers = {};
  csrfTokens = ["first", "second"];
  signedIn = true;
  forgetCsrf();
  vi.stubGlobal("fetch", async (request: Request) => {
    const { method, headers, keepalive } = request;
    const path = new URL(request.url).pathname;
    calls.push({ path, method, headers, keepalive, body: await request.text() });
    if (path === "/api/auth/csrf") return json(200, { csrf_token: csrfTokens.shift(), signed_in: signedIn })();
    const answer = answers[path]?.shift();
    if (!answer) throw new TypeError("Failed to fetch");
    return answer();
  });
});

afterEach(() => vi.unstubAllGlobals());

const read = () => answer(api.GET("/api/agents"));
const create = (name = "Anton") => answer(api.POST("/api/agents", { body: { name } }));

const failure = async (promise: Promise<unknown>) => {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ApiError)) throw new Error("an ApiError was expected");
  return error;
};

describe("the anti-forgery token", () => {
  test("is asked for once and sent with every change, and with no reading", async () => {
    answers = { "/api/agents": [json(201, { id: 1 }), json(201, { id: 2 }), json(200, {})] };
    await create();
    await create();
    await read();
    expect(calls.map((call) => `${call.method} ${call.path}`)).toEqual([
      "GET /api/auth/csrf",
      "POST /api/agents",
      "POST /api/agents",
      "GET /api/agents",
    ]);
    expect(calls.map((call) => call.headers.get("X-Kith-CSRF"))).toEqual([null, "first", "first", null]);
    expect(calls[1]?.body).toBe('{"name":"Anton"}');
    expect(calls[1]?.headers.get("Content-Type")).toBe("application/json");
  });

  test("refused is asked for again, once", async () => {
    const refusal = json(403, { code: "csrf_failed", detail: "Old token." });
    answers = { "/api/agents": [refusal, json(201, { id: 1 })] };
    expect(await create()).toEqual({ id: 1 });
    expect(calls.at(-1)?.headers.get("X-Kith-CSRF")).toBe("second");
    expect(calls.at(-1)?.body).toBe('{"name":"Anton"}');
    answers = { "/api/agents": [refusal, refusal] };
    csrfTokens = ["third", "fourth"];
    expect((await failure(create())).code).toBe("csrf_failed");
  });

  test("is not to blame for another refusal", async () => {
    answers = { "/api/agents": [json(403, { code: "forbidden", detail: "No." })] };
    expect((await failure(create())).code).toBe("forbidden");
    expect(calls).toHaveLength(2);
  });
});

describe("a refusal", () => {
  test("says what the server said", async () => {
    answers = {
      "/api/agents": [
        json(404, { status: 404, title: "Not found", detail: "There is no such chat.", code: "not_found" }),
      ],
    };
    const error = await failure(read());
    expect(error).toMatchObject({ status: 404, code: "not_found", message: "There is no such chat." });
    expect(explain(error)).toBe("There is no such chat.");
  });

  test("names the fields that are wrong", async () => {
    answers = {
      "/api/agents": [json(400, { code: "invalid", detail: "Check.", errors: { email: ["is taken", "odd"] } })],
    };
    const error = await failure(read());
    expect(fieldError(error, "email")).toBe("This is taken.");
    expect(fieldError(error, "password")).toBeUndefined();
  });

  test("stands at the fields shown, and only the rest is said besides", () => {
    const errors = { password: ["is one that others guess first"], invite_code: ["is not known"] };
    const refused = problemFrom(400, { detail: "password: is one that others guess first", errors }, null);
    expect(formError(refused, ["password", "invite_code"])).toBeNull();
    expect(formError(refused, ["email", "password"])).toBe("Invite code is not known.");
  });

  test("of no field is said whole, and no refusal is nothing", () => {
    expect(formError(problemFrom(409, { detail: "There is one already." }, null), ["email"])).toBe(
      "There is one already.",
    );
    expect(formError(null, ["email"])).toBeNull();
  });

  test("for being too fast says how long to wait", async () => {
    answers = { "/api/agents": [json(429, { code: "rate_limited", detail: "Too many." }, { "retry-after": "42" })] };
    const error = await failure(read());
    expect(error.retryAfter).toBe(42);
    expect(explain(error)).toBe("Too many. Try again in 42 seconds.");
  });

  test("with a date says the same", () => {
    const inTwoMinutes = new Date(Date.now() + 120_000).toUTCString();
    const seconds = problemFrom(503, null, inTwoMinutes).retryAfter ?? 0;
    expect(seconds).toBeGreaterThan(115);
    expect(seconds).toBeLessThan(122);
  });

  test("that is a page of a proxy still is a sentence", async () => {
    answers = {
      "/api/agents": [
        () => new Response("<html>Bad gateway</html>", { status: 502, headers: { "content-type": "text/html" } }),
      ],
    };
    expect(explain(await failure(read()))).toBe("The model could not be reached.");
  });

  test("for not being signed in is told to the app, but not while signing in", async () => {
    const left = vi.fn();
    onSignedOut(left);
    const refusal = json(401, { code: "unauthenticated", detail: "Please sign in." });
    answers = { "/api/auth/login": [refusal], "/api/ai/chats": [refusal] };
    await failure(answer(api.POST("/api/auth/login", { body: { email: "a@example.org", password: "x" } })));
    expect(left).not.toHaveBeenCalled();
    await failure(answer(api.GET("/api/ai/chats")));
    expect(left).toHaveBeenCalledOnce();
  });
});

test("a server that cannot be reached is status 0", async () => {
  const error = await failure(read());
  expect(error).toMatchObject({ status: 0, code: "offline" });
});

test("an answer without content is nothing", async () => {
  answers = { "/api/auth/logout": [() => new Response(null, { status: 204 })] };
  expect(await answer(api.POST("/api/auth/logout"))).toBeUndefined();
});

test("what is deleted or changed goes even when the page is left, unless it is long", async () => {
  const agent = { params: { path: { key: "anton" } } };
  answers = { "/api/agents/anton": [json(200, {}), json(200, {}), json(200, {})], "/api/agents": [json(201, {})] };
  await api.DELETE("/api/agents/{key}", agent);
  await api.PATCH("/api/agents/{key}", { ...agent, body: { name: "Anton" } });
  await api.PATCH("/api/agents/{key}", { ...agent, body: { prompt: "x".repeat(8_000) } });
  await create();
  expect(calls.slice(1).map((call) => call.keepalive)).toEqual([true, true, false, false]);
});

test("a part of an address is written as one", async () => {
  answers = { "/api/agents/a%2Fb": [json(200, { id: 1 })] };
  expect(await answer(api.GET("/api/agents/{key}", { params: { path: { key: "a/b" } } }))).toEqual({ id: 1 });
});

describe("a stream of events", () => {
  const regenerate = () => {
    const params = { path: { id: "c", messageId: "m" } };
    return firstEvent(api.POST("/api/ai/chats/{id}/messages/{messageId}/regenerate", { params, ...asEvents }));
  };
  const address = "/api/ai/chats/c/messages/m/regenerate";
  const stream =
    (...pieces: string[]) =>
    () => {
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
          if (pieces.at(-1)?.endsWith("close")) controller.close();
        },
      });
      return new Response(body, { headers: { "content-type": "text/event-stream" } });
    };

  test("is read up to its first event, however it is cut, and not waited for", async () => {
    answers = { [address]: [stream("event: mess", 'age\ndata: {"turn_id":"t"', "}\n", "\nevent: token\n")] };
    expect(await regenerate()).toEqual({ turn_id: "t" });
    expect(calls.at(-1)?.headers.get("Accept")).toBe("text/event-stream");
  });

  test("that begins with an error fails with it", async () => {
    answers = { [address]: [stream('event: error\ndata: {"code":"not_found","detail":"There is no such chat."}\n\n')] };
    expect(await failure(regenerate())).toMatchObject({ code: "not_found" });
  });

  test("that ends before it began could not be reached", async () => {
    answers = { [address]: [stream(": nothing but a close")] };
    expect(await failure(regenerate())).toMatchObject({ status: 0 });
  });

  test("refused is refused like any request", async () => {
    answers = { [address]: [json(409, { code: "turn_running", detail: "Wait." })] };
    expect(await failure(regenerate())).toMatchObject({ status: 409, code: "turn_running" });
  });
});

test("whether anybody is signed in is asked once where somebody is, and again where nobody was", async () => {
  signedIn = false;
  expect(await isSignedIn()).toBe(false);
  signedIn = true;
  expect(await isSignedIn()).toBe(true);
  expect(await isSignedIn()).toBe(true);
  expect(calls.map(({ path }) => path)).toEqual(["/api/auth/csrf", "/api/auth/csrf"]);
});
