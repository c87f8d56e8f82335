import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { firstEvent, forgetCsrf, get, isSignedIn, onSignedOut, post } from "./http";
import { ApiError, explain, fieldError, formError, problemFrom } from "./problem";

type Call = { path: string; method: string; headers: Record<string, string>; body: string | null };

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
  vi.stubGlobal("fetch", async (path: string, init: RequestInit = {}) => {
    calls.push({
      path,
      method: init.method ?? "GET",
      headers: init.headers as Record<string, string>,
      body: (init.body as string | undefined) ?? null,
    });
    if (path === "/api/auth/csrf") return json(200, { csrf_token: csrfTokens.shift(), signed_in: signedIn })();
    const answer = answers[path]?.shift();
    if (!answer) throw new TypeError("Failed to fetch");
    return answer();
  });
});

afterEach(() => vi.unstubAllGlobals());

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
    answers = { "/a": [json(201, { id: 1 }), json(200, {})], "/b": [json(200, {})] };
    await post("/a", { x: 1 });
    await post("/a");
    await get("/b");
    expect(calls.map((call) => call.path)).toEqual(["/api/auth/csrf", "/a", "/a", "/b"]);
    expect(calls.map((call) => call.headers["X-Kith-CSRF"])).toEqual([undefined, "first", "first", undefined]);
    expect(calls[1]?.body).toBe('{"x":1}');
  });

  test("refused is asked for again, once", async () => {
    const refusal = json(403, { code: "csrf_failed", detail: "Old token." });
    answers = { "/a": [refusal, json(200, { done: true })] };
    expect(await post("/a")).toEqual({ done: true });
    expect(calls.at(-1)?.headers["X-Kith-CSRF"]).toBe("second");
    answers = { "/a": [refusal, refusal] };
    csrfTokens = ["third", "fourth"];
    expect((await failure(post("/a"))).code).toBe("csrf_failed");
  });

  test("is not to blame for another refusal", async () => {
    answers = { "/a": [json(403, { code: "forbidden", detail: "No." })] };
    expect((await failure(post("/a"))).code).toBe("forbidden");
    expect(calls).toHaveLength(2);
  });
});

describe("a refusal", () => {
  test("says what the server said", async () => {
    answers = {
      "/a": [json(404, { status: 404, title: "Not found", detail: "There is no such chat.", code: "not_found" })],
    };
    const error = await failure(get("/a"));
    expect(error).toMatchObject({ status: 404, code: "not_found", message: "There is no such chat." });
    expect(explain(error)).toBe("There is no such chat.");
  });

  test("names the fields that are wrong", async () => {
    answers = { "/a": [json(400, { code: "invalid", detail: "Check.", errors: { email: ["is taken", "odd"] } })] };
    const error = await failure(get("/a"));
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
    answers = { "/a": [json(429, { code: "rate_limited", detail: "Too many." }, { "retry-after": "42" })] };
    const error = await failure(get("/a"));
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
      "/a": [() => new Response("<html>Bad gateway</html>", { status: 502, headers: { "content-type": "text/html" } })],
    };
    expect(explain(await failure(get("/a")))).toBe("The model could not be reached.");
  });

  test("for not being signed in is told to the app, but not while signing in", async () => {
    const left = vi.fn();
    onSignedOut(left);
    const refusal = json(401, { code: "unauthenticated", detail: "Please sign in." });
    answers = { "/api/auth/login": [refusal], "/api/ai/chats/": [refusal] };
    await failure(post("/api/auth/login"));
    expect(left).not.toHaveBeenCalled();
    await failure(get("/api/ai/chats/"));
    expect(left).toHaveBeenCalledOnce();
  });
});

test("a server that cannot be reached is status 0", async () => {
  const error = await failure(get("/nowhere"));
  expect(error).toMatchObject({ status: 0, code: "offline" });
});

test("an answer without content is nothing", async () => {
  answers = { "/a": [() => new Response(null, { status: 204 })] };
  expect(await post("/a")).toBeUndefined();
});

describe("a stream of events", () => {
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
    answers = { "/a": [stream("event: mess", 'age\ndata: {"turn_id":"t"', "}\n", "\nevent: token\n")] };
    expect(await firstEvent("PATCH", "/a", { content: "x" })).toEqual({ turn_id: "t" });
    expect(calls.at(-1)).toMatchObject({ method: "PATCH", headers: { Accept: "text/event-stream" } });
  });

  test("that begins with an error fails with it", async () => {
    answers = { "/a": [stream('event: error\ndata: {"code":"not_found","detail":"There is no such chat."}\n\n')] };
    expect(await failure(firstEvent("POST", "/a"))).toMatchObject({ code: "not_found" });
  });

  test("that ends before it began could not be reached", async () => {
    answers = { "/a": [stream(": nothing but a close")] };
    expect(await failure(firstEvent("POST", "/a"))).toMatchObject({ status: 0 });
  });

  test("refused is refused like any request", async () => {
    answers = { "/a": [json(409, { code: "turn_running", detail: "Wait." })] };
    expect(await failure(firstEvent("POST", "/a"))).toMatchObject({ status: 409, code: "turn_running" });
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
