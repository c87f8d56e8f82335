// A stand-in for the server while it is being written: the part of the wire contract the page uses, kept in memory.
import { createHash, randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { WebSocketServer } from "ws";
import { answerTo } from "./answers.mjs";

const dist = fileURLToPath(new URL("../dist", import.meta.url));
const port = Number(process.env.PORT ?? 8000);
const pace = Number(process.env.MOCK_PACE ?? 45);
const csp =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const users = new Map();
const sessions = new Map();
const agents = new Map();
const chats = new Map();
const messages = new Map();
const turns = new Map();
const sockets = new Map();
const logs = new Map();

const now = () => new Date().toISOString();
const id = () => randomUUID();
const tokensIn = (text) => Math.ceil(text.length / 4);

function agent(slug, name, prompt, greeting, more = {}) {
  const one = {
    id: id(),
    slug,
    name,
    prompt,
    greeting,
    model: null,
    temperature: null,
    max_tokens: null,
    presence_penalty: null,
    frequency_penalty: null,
    context_messages: 20,
    voice: null,
    owner: null,
    is_builtin: true,
    created_at: now(),
    ...more,
  };
  agents.set(one.id, one);
  return one;
}
agent(
  "aira",
  "Aira",
  "You are Aira, the user's best friend. You are warm and caring. You remember what matters to them.",
  "Hey, good to see you. How are you, really?",
);
agent(
  "friendly-assistant",
  "Friendly Assistant",
  "You are a friendly assistant. Keep it short and helpful.",
  "Hello! What can I do for you?",
  { temperature: 0.9, max_tokens: 50, presence_penalty: 0.6, frequency_penalty: 0.6, context_messages: 10 },
);

const findAgent = (ref) => agents.get(ref) ?? [...agents.values()].find((one) => one.slug === ref);
const publicUser = (user) => ({
  id: user.id,
  email: user.email,
  display_name: user.display_name,
  role: "user",
  is_anonymous: user.is_anonymous,
});
class Problem extends Error {
  constructor(status, code, detail, errors) {
    super(detail);
    Object.assign(this, { status, code, detail, errors });
  }
}

function log(userId, frame) {
  const list = logs.get(userId) ?? [];
  logs.set(userId, list);
  frame.cursor = String(list.push(frame));
  return frame;
}
function push(userId, frame) {
  for (const socket of sockets.get(userId) ?? []) socket.send(JSON.stringify(frame));
}

function newMessage(chat, part) {
  const list = messages.get(chat.id) ?? [];
  messages.set(chat.id, list);
  const one = {
    id: id(),
    chat: chat.id,
    parent: list.at(-1)?.id ?? null,
    siblings: [],
    user: chat.user,
    role: "user",
    message_by: "USER",
    content: "",
    status: "complete",
    confidence: null,
    sources: [],
    model: null,
    offline: false,
    prompt_tokens: null,
    completion_tokens: null,
    total_tokens: null,
    reactions: [],
    created_at: now(),
    edited_at: null,
    ...part,
  };
  one.siblings = [one.id];
  list.push(one);
  chat.message_count = list.length;
  chat.last_activity = one.created_at;
  return one;
}

function startTurn(chat, content, clientId) {
  if (chat.status === "ended") throw new Problem(409, "chat_ended", "This conversation has ended.");
  if ([...turns.values()].some((turn) => turn.chat === chat && !turn.over))
    throw new Problem(409, "turn_running", "A reply is still on its way.");
  const asked = newMessage(chat, { content, client_id: clientId });
  push(chat.user, log(chat.user, { type: "message", message: asked, client_id: clientId }));
  const answer = answerTo(content);
  const turn = { id: id(), chat, answer, deltas: [], over: false };
  turns.set(turn.id, turn);
  push(chat.user, log(chat.user, { type: "event", kind: "turn.started", turn_id: turn.id, chat_id: chat.id }));
  push(chat.user, { type: "typing", chat_id: chat.id, by: "AI", is_typing: true });
  const pieces = answer.text.match(/\S+\s*|\s+/g) ?? [];
  const step = () => {
    if (turn.over) return;
    const piece = pieces.shift();
    if (piece === undefined || (answer.breakAt && turn.deltas.length >= answer.breakAt))
      return finish(turn, piece === undefined ? "complete" : "interrupted");
    if (turn.deltas.length === 0) push(chat.user, { type: "typing", chat_id: chat.id, by: "AI", is_typing: false });
    turn.deltas.push(piece);
    push(chat.user, {
      type: "token",
      turn_id: turn.id,
      chat_id: chat.id,
      index: turn.deltas.length - 1,
      content: piece,
    });
    setTimeout(step, pace);
  };
  if (answer.fails) setTimeout(() => fail(turn), 600);
  else setTimeout(step, Math.max(pace * 8, 60));
  return { turn, asked };
}

function fail(turn) {
  turn.over = true;
  push(turn.chat.user, { type: "typing", chat_id: turn.chat.id, by: "AI", is_typing: false });
  push(turn.chat.user, {
    type: "error",
    code: "provider_unavailable",
    detail: "The model could not be reached.",
    turn_id: turn.id,
  });
}

function finish(turn, status) {
  if (turn.over) return;
  turn.over = true;
  const text = turn.deltas.join("");
  const { chat } = turn;
  const used = { prompt_tokens: 64, completion_tokens: tokensIn(text), total_tokens: 64 + tokensIn(text) };
  const message = newMessage(chat, {
    role: "assistant",
    message_by: "AI",
    user: null,
    content: text,
    status,
    model: "offline-friend",
    ...used,
    ...turn.answer.extra,
  });
  chat.total_tokens += used.total_tokens;
  push(chat.user, log(chat.user, { type: "done", turn_id: turn.id, message }));
  if (!chat.title) chat.title = messages.get(chat.id)[0].content.slice(0, 40);
  push(chat.user, log(chat.user, { type: "event", kind: "chat.updated", chat_id: chat.id, chat }));
}

const routes = [
  ["GET", /^\/api\/auth\/csrf$/, ({ session }) => ({ csrf_token: csrf(session) })],
  ["GET", /^\/api\/auth\/me$/, ({ user }) => publicUser(need(user))],
  ["POST", /^\/api\/auth\/(register|login|guest)$/, enter],
  ["POST", /^\/api\/auth\/logout$/, ({ session, reply }) => sessions.delete(session) && reply(204)],
  [
    "POST",
    /^\/api\/auth\/password$/,
    ({ user, body, reply }) => {
      if (need(user).password !== body.old)
        throw new Problem(400, "invalid", "The current password is not right.", {
          old: ["This is not your current password."],
        });
      user.password = body.new;
      reply(204);
    },
  ],
  [
    "GET",
    /^\/api\/auth\/sessions$/,
    ({ user, session }) =>
      page(
        [...sessions]
          .filter(([, one]) => one.user === need(user))
          .map(([key, one]) => ({
            id: key,
            created_at: one.at,
            last_used_at: one.at,
            user_agent: one.agent,
            network: "127.0.0.1",
            expires_at: one.at,
            is_current: key === session,
          })),
      ),
  ],
  ["DELETE", /^\/api\/auth\/sessions\/([^/]+)$/, ({ match, reply }) => sessions.delete(match[1]) && reply(204)],
  ["GET", /^\/api\/user-profile$/, ({ user }) => need(user).profile],
  ["PATCH", /^\/api\/user-profile$/, ({ user, body }) => Object.assign(need(user).profile, body)],
  ["GET", /^\/api\/models$/, ({ user }) => need(user) && page([{ id: "offline-friend" }])],
  [
    "GET",
    /^\/api\/agents$/,
    ({ user }) => page([...agents.values()].filter((one) => one.is_builtin || one.owner === need(user).id)),
  ],
  [
    "POST",
    /^\/api\/agents$/,
    ({ user, body, reply }) =>
      reply(
        201,
        agent(null, body.name, body.prompt, body.greeting ?? null, {
          ...body,
          owner: need(user).id,
          is_builtin: false,
        }),
      ),
  ],
  ["PATCH", /^\/api\/agents\/([^/]+)$/, ({ match, body }) => Object.assign(agents.get(match[1]), body)],
  ["DELETE", /^\/api\/agents\/([^/]+)$/, ({ match, reply }) => agents.delete(match[1]) && reply(204)],
  [
    "GET",
    /^\/api\/ai\/chats$/,
    ({ user }) =>
      page(
        [...chats.values()]
          .filter((chat) => chat.user === need(user).id)
          .sort((a, b) => (a.last_activity < b.last_activity ? 1 : -1)),
      ),
  ],
  [
    "POST",
    /^\/api\/ai\/chats$/,
    ({ user, body, reply }) => {
      const found = findAgent(body.agent ?? "aira");
      if (!found) throw new Problem(404, "not_found", "There is no such agent.");
      const chat = {
        id: id(),
        title: body.title ?? null,
        agent: found.slug ?? found.id,
        user: need(user).id,
        system_prompt: body.system_prompt ?? null,
        related_chat: null,
        status: "active",
        message_count: 0,
        total_tokens: 0,
        created_at: now(),
        updated_at: now(),
        last_activity: now(),
        ended_at: null,
        archived: false,
        pinned: false,
      };
      chats.set(chat.id, chat);
      reply(201, chat);
    },
  ],
  ["GET", /^\/api\/ai\/chats\/([^/]+)$/, (call) => chatOf(call)],
  ["PATCH", /^\/api\/ai\/chats\/([^/]+)$/, (call) => Object.assign(chatOf(call), call.body)],
  ["DELETE", /^\/api\/ai\/chats\/([^/]+)$/, (call) => chats.delete(chatOf(call).id) && call.reply(204)],
  [
    "POST",
    /^\/api\/ai\/chats\/([^/]+)\/end$/,
    (call) => Object.assign(chatOf(call), { status: "ended", ended_at: now() }),
  ],
  [
    "GET",
    /^\/api\/ai\/chats\/([^/]+)\/messages$/,
    (call) => {
      const list = (messages.get(chatOf(call).id) ?? []).toReversed();
      const from = Number(call.url.searchParams.get("cursor") ?? 0);
      const limit = Number(call.url.searchParams.get("limit") ?? 50);
      return {
        results: list.slice(from, from + limit),
        next_cursor: from + limit < list.length ? String(from + limit) : null,
      };
    },
  ],
  ["POST", /^\/api\/turns\/([^/]+)\/stop$/, ({ match }) => finish(turns.get(match[1]), "stopped") ?? {}],
  // For tests and pictures only.
  [
    "POST",
    /^\/mock\/drop$/,
    () => {
      for (const set of sockets.values()) for (const socket of set) socket.close(1012);
      return {};
    },
  ],
  [
    "POST",
    /^\/mock\/fill\/([^/]+)$/,
    ({ match, body }) => {
      const chat = chats.get(match[1]);
      for (let n = 0; n < body.count; n += 1)
        newMessage(
          chat,
          n % 2
            ? { role: "assistant", message_by: "AI", content: `Answer ${n}: ${"word ".repeat(n % 37)}` }
            : { content: `Question ${n}` },
        );
      return {};
    },
  ],
];

const csrf = (session) =>
  createHash("sha256")
    .update(session ?? "none")
    .digest("hex");
const page = (results) => ({ results, next_cursor: null });
function need(user) {
  if (!user) throw new Problem(401, "unauthenticated", "Please sign in.");
  return user;
}
function chatOf({ match, user }) {
  const chat = chats.get(match[1]);
  if (!chat || chat.user !== need(user).id) throw new Problem(404, "not_found", "There is no such conversation.");
  return chat;
}
function enter({ match, body, user, reply, agentName }) {
  const kind = match[1];
  let next;
  if (kind === "login") {
    next = [...users.values()].find((one) => one.email === body.email && one.password === body.password);
    if (body.email === "slow@example.org")
      throw Object.assign(new Problem(429, "rate_limited", "Too many attempts."), { retryAfter: 42 });
    if (!next) throw new Problem(401, "unauthenticated", "The email or the password is not right.");
  } else {
    if (kind === "register") {
      if ([...users.values()].some((one) => one.email === body.email))
        throw new Problem(400, "invalid", "Please check the form.", {
          email: ["Somebody with this email is here already."],
        });
      if (body.password.length < 10)
        throw new Problem(400, "invalid", "Please check the form.", { password: ["At least 10 characters, please."] });
    }
    const key = id();
    next = {
      id: key,
      email: kind === "guest" ? null : body.email,
      password: body.password,
      display_name: kind === "guest" ? "Guest" : (body.display_name ?? body.email.split("@")[0]),
      is_anonymous: kind === "guest",
      profile: {
        user_id: key,
        name: body.display_name ?? null,
        preferences: {},
        important_facts: {},
        memory_enabled: true,
        timezone: null,
        onboarded: false,
      },
    };
    users.set(next.id, next);
  }
  if (body.claim_guest && user?.is_anonymous)
    for (const chat of chats.values()) if (chat.user === user.id) chat.user = next.id;
  const session = id();
  sessions.set(session, { user: next, at: now(), agent: agentName });
  reply(
    kind === "register" ? 201 : 200,
    { access_token: "a", refresh_token: "r", token_type: "Bearer", expires_in: 900, user: publicUser(next) },
    { "Set-Cookie": `sessionid=${session}; HttpOnly; SameSite=Lax; Path=/` },
  );
}

const cookie = (request) => /sessionid=([^;]+)/.exec(request.headers.cookie ?? "")?.[1];
const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".webmanifest": "application/manifest+json",
};

async function serveFile(path, response) {
  const file = normalize(join(dist, path));
  const wanted = file.startsWith(dist) && extname(file) ? file : join(dist, "index.html");
  try {
    const bytes = await readFile(wanted);
    response.writeHead(200, {
      "Content-Type": types[extname(wanted)] ?? "application/octet-stream",
      "Content-Security-Policy": csp,
      "X-Content-Type-Options": "nosniff",
    });
    response.end(bytes);
  } catch {
    response.writeHead(404).end();
  }
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url, "http://localhost");
  const path = url.pathname.length > 1 ? url.pathname.replace(/\/$/, "") : url.pathname;
  if (!path.startsWith("/api") && !path.startsWith("/mock")) return serveFile(path, response);
  const session = cookie(request);
  const user = sessions.get(session)?.user;
  const reply = (status, body, headers = {}) => {
    response.writeHead(status, {
      "Content-Type": status >= 400 ? "application/problem+json" : "application/json",
      ...headers,
    });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  };
  try {
    const route = routes.find(([method, pattern]) => method === request.method && pattern.test(path));
    if (!route) throw new Problem(404, "not_found", "There is nothing at this address.");
    let text = "";
    for await (const chunk of request) text += chunk;
    const signingIn = /^\/api\/auth\/(register|login|guest)$|^\/mock/.test(path) && !user;
    if (
      request.method !== "GET" &&
      !path.startsWith("/mock") &&
      !signingIn &&
      request.headers["x-kith-csrf"] !== csrf(session)
    )
      throw new Problem(403, "csrf_failed", "The anti-forgery token is missing or old.");
    const result = route[2]({
      match: route[1].exec(path),
      url,
      user,
      session,
      body: text ? JSON.parse(text) : {},
      reply,
      agentName: request.headers["user-agent"],
    });
    if (!response.headersSent) reply(200, result);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    reply(
      error.status,
      {
        status: error.status,
        title: error.code,
        detail: error.detail,
        code: error.code,
        trace_id: "0",
        errors: error.errors,
      },
      error.retryAfter ? { "Retry-After": String(error.retryAfter) } : {},
    );
  }
});

const wss = new WebSocketServer({ noServer: true });
server.on("upgrade", (request, raw, head) => {
  const user = sessions.get(cookie(request))?.user;
  wss.handleUpgrade(request, raw, head, (socket) => (user ? live(socket, user) : socket.close(4401)));
});

function live(socket, user) {
  const mine = sockets.get(user.id) ?? new Set();
  sockets.set(user.id, mine.add(socket));
  socket.on("close", () => mine.delete(socket));
  const send = (frame) => socket.send(JSON.stringify(frame));
  send({ type: "ready", user: publicUser(user), cursor: String(logs.get(user.id)?.length ?? 0) });
  socket.on("message", (data) => {
    const frame = JSON.parse(String(data));
    if (frame.type === "ping") return send({ type: "pong" });
    if (frame.type === "stop") return finish(turns.get(frame.turn_id), "stopped");
    if (frame.type === "resume") {
      for (const one of (logs.get(user.id) ?? []).slice(Number(frame.cursor ?? Number.MAX_SAFE_INTEGER))) send(one);
      for (const { turn_id, index } of frame.turns ?? []) {
        const turn = turns.get(turn_id);
        for (const [n, content] of (turn?.deltas.slice(index) ?? []).entries())
          send({ type: "token", turn_id, chat_id: turn.chat.id, index: index + n, content });
      }
      return;
    }
    if (frame.type !== "message") return;
    try {
      const chat = chatOf({ match: [null, frame.chat_id], user });
      const known = (messages.get(chat.id) ?? []).find((one) => one.client_id === frame.client_id);
      if (known) return send({ type: "message", message: known, client_id: frame.client_id });
      startTurn(chat, frame.content, frame.client_id);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      send({ type: "error", code: error.code, detail: error.detail, client_id: frame.client_id });
    }
  });
}

server.listen(port, "127.0.0.1", () => process.stdout.write(`mock on http://127.0.0.1:${server.address().port}\n`));
