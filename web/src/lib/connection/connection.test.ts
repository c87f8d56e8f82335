import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { AnyFrame, TurnPosition } from "@/api/frames";
import { backoff } from "./backoff";
import { Connection } from "./connection";

class FakeSocket {
  sent: { type: string; [key: string]: unknown }[] = [];
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  closed = false;

  send(text: string) {
    this.sent.push(JSON.parse(text));
  }
  close() {
    this.closed = true;
  }
  says(frame: object) {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
  ready(cursor = "10") {
    this.says({ type: "ready", user: { id: "u" }, cursor });
  }
  breaks(code = 1006) {
    this.onclose?.({ code });
  }
}

let sockets: FakeSocket[];
let frames: AnyFrame[];
let calls: string[];
let positions: TurnPosition[];
let connection: Connection;

const last = () => {
  const socket = sockets.at(-1);
  if (!socket) throw new Error("no socket was opened");
  return socket;
};

beforeEach(() => {
  vi.useFakeTimers();
  sockets = [];
  frames = [];
  calls = [];
  positions = [];
  connection = new Connection(
    {
      frame: (frame) => frames.push(frame),
      ready: () => calls.push("ready"),
      resync: () => calls.push("resync"),
      doubt: () => calls.push("doubt"),
      positions: () => positions,
    },
    () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket as unknown as WebSocket;
    },
    () => 1,
  );
  connection.start();
});

afterEach(() => {
  connection.stop();
  vi.useRealTimers();
});

describe("the first connection", () => {
  test("is ready when the server says so, and follows from there whatever runs", () => {
    expect(connection.getSnapshot().phase).toBe("connecting");
    last().ready();
    expect(connection.getSnapshot()).toEqual({ phase: "ready", attempt: 0, wasReady: true });
    expect(last().sent).toEqual([{ type: "resume", cursor: "10" }]);
    expect(calls).toEqual(["ready"]);
  });

  test("asks for a reply that was found on its way before there was a connection", () => {
    positions = [{ turn_id: "t", index: 0 }];
    last().ready("10");
    expect(last().sent).toEqual([{ type: "resume", cursor: "10", turns: [{ turn_id: "t", index: 0 }] }]);
  });

  test("hands frames on in the order they came, and drops what is no frame", () => {
    last().ready();
    last().says({ type: "token", turn_id: "t", chat_id: "c", index: 0, content: "a" });
    last().onmessage?.({ data: "not json" });
    last().onmessage?.({ data: "[1]" });
    last().says({ type: "token", turn_id: "t", chat_id: "c", index: 1, content: "b" });
    expect(frames.map((frame) => frame.type === "token" && frame.content)).toEqual(["a", "b"]);
  });

  test("that never gets ready is given up and tried again", () => {
    vi.advanceTimersByTime(10_000);
    expect(connection.getSnapshot().phase).toBe("waiting");
    vi.advanceTimersByTime(500);
    expect(sockets).toHaveLength(2);
    expect(sockets[0]?.closed).toBe(true);
  });
});

describe("a lost connection", () => {
  test("is tried again, later and later, and starts over once it was ready", () => {
    for (const wait of [500, 1_000, 2_000]) {
      const before = sockets.length;
      last().breaks();
      vi.advanceTimersByTime(wait - 1);
      expect(sockets).toHaveLength(before);
      vi.advanceTimersByTime(1);
      expect(sockets).toHaveLength(before + 1);
    }
    last().ready();
    expect(connection.getSnapshot().attempt).toBe(0);
    last().breaks();
    vi.advanceTimersByTime(500);
    expect(sockets).toHaveLength(5);
  });

  test("asks for everything since the last cursor and for each reply from the first delta it lacks", () => {
    last().ready("10");
    last().says({ type: "event", cursor: "12", kind: "chat.updated" });
    positions = [{ turn_id: "t", index: 3 }];
    last().breaks();
    vi.advanceTimersByTime(500);
    last().ready("20");
    expect(last().sent).toEqual([{ type: "resume", cursor: "12", turns: [{ turn_id: "t", index: 3 }] }]);
  });

  test("after a resync goes on from where the server is now", () => {
    last().ready("10");
    last().breaks();
    vi.advanceTimersByTime(500);
    last().ready("90");
    last().says({ type: "resync" });
    expect(calls).toEqual(["ready", "ready", "resync"]);
    last().breaks();
    vi.advanceTimersByTime(500);
    last().ready("95");
    expect(last().sent[0]).toMatchObject({ type: "resume", cursor: "90" });
  });

  test("of a restarting server is tried again at once", () => {
    last().ready();
    last().breaks(1012);
    vi.advanceTimersByTime(500);
    expect(sockets).toHaveLength(2);
  });

  test("because there were too many is tried again much later", () => {
    last().ready();
    last().breaks(4429);
    vi.advanceTimersByTime(5_000);
    expect(sockets).toHaveLength(1);
    vi.advanceTimersByTime(500);
    expect(sockets).toHaveLength(2);
  });

  test("because nobody is signed in is not tried again", () => {
    last().ready();
    last().breaks(4401);
    vi.advanceTimersByTime(120_000);
    expect(sockets).toHaveLength(1);
    expect(connection.getSnapshot().phase).toBe("refused");
    expect(calls).toContain("doubt");
  });

  test("that never gets through raises the doubt whether we are still signed in", () => {
    for (const wait of [500, 1_000, 2_000]) {
      last().breaks();
      vi.advanceTimersByTime(wait);
    }
    expect(calls).toEqual(["doubt"]);
  });

  test("is noticed when a ping is not answered, and not while anything comes", () => {
    last().ready();
    vi.advanceTimersByTime(20_000);
    last().says({ type: "typing", chat_id: "c", by: "AI", is_typing: true });
    vi.advanceTimersByTime(20_000);
    expect(last().sent).toHaveLength(1);
    vi.advanceTimersByTime(5_000);
    expect(last().sent.slice(1)).toEqual([{ type: "ping" }]);
    vi.advanceTimersByTime(10_000);
    expect(connection.getSnapshot().phase).toBe("waiting");
  });

  test("waits for the network when the device has none, and comes back with it", () => {
    last().ready();
    window.dispatchEvent(new Event("offline"));
    expect(connection.getSnapshot().phase).toBe("offline");
    vi.advanceTimersByTime(60_000);
    expect(sockets).toHaveLength(1);
    window.dispatchEvent(new Event("online"));
    expect(sockets).toHaveLength(2);
  });

  test("says nothing any more: frames of an old socket are not heard", () => {
    const old = last();
    old.ready();
    old.breaks();
    vi.advanceTimersByTime(500);
    old.says({ type: "token", turn_id: "t", chat_id: "c", index: 0, content: "late" });
    expect(frames).toEqual([]);
  });
});

test("a frame is sent when there is a connection, and otherwise the sender is told", () => {
  const stop = { type: "stop", turn_id: "t" } as const;
  expect(connection.send(stop)).toBe(false);
  last().ready();
  expect(connection.send(stop)).toBe(true);
  expect(last().sent.at(-1)).toEqual(stop);
  last().breaks();
  expect(connection.send(stop)).toBe(false);
});

test("waiting doubles up to twenty seconds, and half of it is chance", () => {
  expect([0, 1, 2, 3, 4, 5, 6, 20].map((attempt) => backoff(attempt, () => 1))).toEqual([
    500, 1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000,
  ]);
  expect(backoff(3, () => 0)).toBe(2_000);
});
