import { type AnyFrame, type ClientFrame, readFrame, type TurnPosition } from "@/api/frames";
import { Observable } from "../observable";
import { backoff } from "./backoff";

export type ConnectionState = {
  /** `waiting`: lost, trying again by itself. `offline`: the device has no network. `refused`: not signed in. */
  phase: "idle" | "connecting" | "ready" | "waiting" | "offline" | "refused";
  /** Failed attempts since the last `ready`. */
  attempt: number;
  /** Whether there ever was a `ready`: the first connecting is no news, losing it is. */
  wasReady: boolean;
};

export type ConnectionEvents = {
  frame(frame: AnyFrame): void;
  /** After every `ready`: what was read before it may be out of date. */
  ready(): void;
  /** Too much was missed to be replayed. */
  resync(): void;
  /** The server does not know us (any more), or several attempts in a row never got as far as `ready`. */
  doubt(): void;
  /** The first delta still wanted of each reply in flight; none to be told of all that run. */
  positions(): TurnPosition[];
};

const readyWithin = 10_000;
const pingEvery = 25_000;
const pongWithin = 10_000;

const closedUnauthenticated = 4401;
const closedTooMany = 4429;
const closedRestarting = 1012;

/** The one socket of the signed-in person. It keeps itself open and asks for what it missed. */
export class Connection extends Observable<ConnectionState> {
  private socket: WebSocket | null = null;
  private cursor: string | null = null;
  private readyCursor: string | null = null;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private watchdog: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly events: ConnectionEvents,
    private readonly open: () => WebSocket = openSocket,
    private readonly random: () => number = Math.random,
  ) {
    super({ phase: "idle", attempt: 0, wasReady: false });
  }

  start(): void {
    if (this.getSnapshot().phase !== "idle") return;
    window.addEventListener("online", this.retryNow);
    window.addEventListener("offline", this.lostNetwork);
    document.addEventListener("visibilitychange", this.backInView);
    this.connect();
  }

  stop(): void {
    window.removeEventListener("online", this.retryNow);
    window.removeEventListener("offline", this.lostNetwork);
    document.removeEventListener("visibilitychange", this.backInView);
    this.drop();
    this.cursor = null;
    this.publish({ phase: "idle", attempt: 0, wasReady: false });
  }

  /** Sends if there is a connection; false if there is none. */
  send(frame: ClientFrame): boolean {
    if (this.getSnapshot().phase !== "ready" || !this.socket) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  /** Everything since the last cursor, and every reply in flight from the first delta it lacks: the server starts over with these. */
  resume(): void {
    const turns = this.events.positions();
    if (this.cursor !== null) this.send({ type: "resume", cursor: this.cursor, ...(turns.length > 0 && { turns }) });
  }

  readonly retryNow = (): void => {
    const { phase } = this.getSnapshot();
    if (phase === "waiting" || phase === "offline") this.connect();
  };

  private readonly lostNetwork = (): void => {
    this.drop();
    this.publish({ ...this.getSnapshot(), phase: "offline" });
  };

  private readonly backInView = (): void => {
    if (document.visibilityState !== "visible") return;
    this.retryNow();
    // A laptop that slept still believes in its socket: find out now, not at the next ping.
    if (this.getSnapshot().phase === "ready") this.ping();
  };

  private connect(): void {
    this.drop();
    this.publish({ ...this.getSnapshot(), phase: "connecting" });
    const socket = this.open();
    this.socket = socket;
    socket.onmessage = (event) => {
      if (socket === this.socket && typeof event.data === "string") this.receive(event.data);
    };
    socket.onclose = (event) => {
      if (socket === this.socket) this.closed(event.code);
    };
    this.watchdog = setTimeout(() => this.closed(0), readyWithin);
  }

  private drop(): void {
    clearTimeout(this.retry);
    clearTimeout(this.watchdog);
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }

  private receive(text: string): void {
    const frame = readFrame(text);
    if (!frame) return;
    if (this.getSnapshot().phase === "ready") this.schedulePing();
    switch (frame.type) {
      case "ready":
        return this.becomeReady(frame.cursor);
      case "resync":
        this.cursor = frame.cursor ?? this.readyCursor;
        return this.events.resync();
      case "pong":
        return;
    }
    if ("cursor" in frame && frame.cursor) this.cursor = frame.cursor;
    this.events.frame(frame);
  }

  private becomeReady(cursor: string): void {
    clearTimeout(this.watchdog);
    this.readyCursor = cursor;
    this.publish({ phase: "ready", attempt: 0, wasReady: true });
    this.cursor ??= cursor;
    // Also at first: a reply may be on its way that began before this page was there.
    this.resume();
    this.schedulePing();
    this.events.ready();
  }

  private schedulePing(): void {
    clearTimeout(this.watchdog);
    this.watchdog = setTimeout(() => this.ping(), pingEvery);
  }

  private ping(): void {
    clearTimeout(this.watchdog);
    this.send({ type: "ping" });
    this.watchdog = setTimeout(() => this.closed(0), pongWithin);
  }

  private closed(code: number): void {
    this.drop();
    const before = this.getSnapshot();
    if (code === closedUnauthenticated) {
      this.publish({ ...before, phase: "refused" });
      return this.events.doubt();
    }
    if (navigator.onLine === false) return this.publish({ ...before, phase: "offline" });
    const attempt = before.attempt + 1;
    this.publish({ ...before, phase: "waiting", attempt });
    this.retry = setTimeout(() => this.connect(), this.delay(code, before.attempt));
    // A browser hides why an upgrade failed; a 401 looks like a lost network. Ask over HTTP.
    if (before.phase === "connecting" && attempt % 3 === 0) this.events.doubt();
  }

  private delay(code: number, attempt: number): number {
    if (code === closedRestarting && attempt === 0) return 100 + 400 * this.random();
    if (code === closedTooMany) return 5_000 + backoff(attempt, this.random);
    return backoff(attempt, this.random);
  }
}

function openSocket(): WebSocket {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  return new WebSocket(`${scheme}://${location.host}/ws/chat/`);
}
