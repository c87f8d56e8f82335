import { beforeEach, expect, test } from "vitest";
import { mostEntries, SocketLog } from "./socket-log";

class FakeSocket {
  sent: string[] = [];
  closedWith: number | undefined;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;

  send(text: string) {
    this.sent.push(text);
  }
  close(code: number) {
    this.closedWith = code;
  }
  says(frame: object) {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

let paths: string[];
let socket: FakeSocket;
let log: SocketLog;

beforeEach(() => {
  paths = [];
  log = new SocketLog((path) => {
    paths.push(path);
    socket = new FakeSocket();
    return socket as unknown as WebSocket;
  });
});

const told = () => log.getSnapshot().entries.map(({ way, type }) => `${way} ${type}`);

test("everything of a person, or one chat", () => {
  log.connect("", { by: "cookie" });
  log.connect("a/b", { by: "cookie" });
  expect(paths).toEqual(["/ws/chat/", "/ws/ai-chat/a%2Fb/"]);
});

test("a token signs in first, and is never shown", () => {
  log.connect("", { by: "token", token: "kith_sk_secret" });
  socket.onopen?.();
  expect(socket.sent).toEqual(['{"type":"auth","token":"kith_sk_secret"}']);
  expect(JSON.stringify(log.getSnapshot())).not.toContain("kith_sk_secret");
});

test("who it is, where to resume from, and how it ended", () => {
  log.connect("", { by: "cookie" });
  expect(log.send({ type: "ping" })).toBe(false);
  socket.onopen?.();
  expect(socket.sent).toEqual([]);
  socket.says({ type: "ready", user: { email: "m@example.org", display_name: "Maya" }, cursor: "7" });
  expect(log.getSnapshot()).toMatchObject({ status: "ready", user: "m@example.org", cursor: "7" });
  expect(log.send({ type: "ping" })).toBe(true);
  socket.says({ type: "event", cursor: "9" });
  socket.onclose?.({ code: 4401, reason: "This sign-in has ended." });
  expect(log.getSnapshot()).toMatchObject({ status: "closed", user: null, cursor: "9" });
  expect(told()).toEqual(["note connect", "in ready", "out ping", "in event", "note close"]);
  expect(log.getSnapshot().entries.at(-1)?.text).toBe("4401 This sign-in has ended.");
});

test("a new socket takes the place of the old, whose end changes nothing", () => {
  log.connect("", { by: "cookie" });
  const old = socket;
  log.connect("", { by: "cookie" });
  expect(old.closedWith).toBe(1000);
  old.onclose?.({ code: 1000, reason: "" });
  expect(log.getSnapshot().status).toBe("connecting");
});

test("only the newest are kept, and what is no JSON is shown all the same", () => {
  log.connect("", { by: "cookie" });
  socket.onmessage?.({ data: "hello" });
  expect(log.getSnapshot().entries.at(-1)?.text).toContain("hello");
  for (let count = 0; count < mostEntries; count++) socket.says({ type: "token", index: count });
  expect(log.getSnapshot().entries).toHaveLength(mostEntries);
  expect(log.getSnapshot().entries[0]?.text).toContain('"index": 0');
});
