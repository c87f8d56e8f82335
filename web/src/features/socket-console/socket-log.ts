import { Observable } from "@/lib/observable";

/** Something that went over the socket, or happened to it. */
export type Entry = { id: number; at: string; way: "in" | "out" | "note"; type: string; text: string };

export type Status = "closed" | "connecting" | "open" | "ready";

export type SocketState = {
  status: Status;
  /** Who is signed in, once the server said so. */
  user: string | null;
  /** The newest one told: where to resume from. */
  cursor: string | null;
  entries: readonly Entry[];
};

export type SignIn = { by: "cookie" } | { by: "token"; token: string } | { by: "guest" };

/** A page that is left open must not grow for ever. */
export const mostEntries = 1_000;

const nothing: SocketState = { status: "closed", user: null, cursor: null, entries: [] };

/** One socket as it is, without the care the app takes: no reconnecting, no resuming, everything shown. */
export class SocketLog extends Observable<SocketState> {
  private socket: WebSocket | null = null;
  private lastId = 0;

  constructor(private readonly open: (path: string) => WebSocket = openHere) {
    super(nothing);
  }

  connect(chatId: string, signIn: SignIn): void {
    this.close();
    const path = chatId ? `/ws/ai-chat/${encodeURIComponent(chatId)}/` : "/ws/chat/";
    const socket = this.open(path);
    this.socket = socket;
    this.change({ status: "connecting", user: null });
    this.note("connect", path);
    socket.onopen = () => {
      if (socket !== this.socket) return;
      this.change({ status: "open" });
      if (signIn.by === "token") this.send({ type: "auth", token: signIn.token });
      if (signIn.by === "guest") this.send({ type: "auth", guest: true });
    };
    socket.onmessage = ({ data }) => this.take(String(data));
    socket.onclose = ({ code, reason }) => {
      this.note("close", reason ? `${code} ${reason}` : String(code));
      if (socket !== this.socket) return;
      this.socket = null;
      this.change({ status: "closed", user: null });
    };
  }

  /** False when there is no socket to send it by. */
  send(frame: object): boolean {
    const { status } = this.getSnapshot();
    if (!this.socket || (status !== "open" && status !== "ready")) return false;
    this.socket.send(JSON.stringify(frame));
    this.add("out", frame);
    return true;
  }

  close(): void {
    this.socket?.close(1000);
  }

  clear(): void {
    this.change({ entries: [] });
  }

  private take(data: string): void {
    const frame = parse(data);
    const { type, cursor, user } = frame;
    if (typeof cursor === "string") this.change({ cursor });
    if (type === "ready") this.change({ status: "ready", user: nameOf(user) });
    this.add("in", frame);
  }

  private note(type: string, text: string): void {
    this.put({ way: "note", type, text });
  }

  private add(way: "in" | "out", frame: object): void {
    const type = "type" in frame ? String(frame.type) : "?";
    // What signs in is a credential, also in a picture of the screen.
    this.put({
      way,
      type,
      text: JSON.stringify(frame, (name, value) => (name === "token" || name === "ticket" ? "…" : value), 2),
    });
  }

  private put(entry: Omit<Entry, "id" | "at">): void {
    this.lastId += 1;
    const entries = [...this.getSnapshot().entries, { id: this.lastId, at: new Date().toISOString(), ...entry }];
    this.change({ entries: entries.slice(-mostEntries) });
  }

  private change(part: Partial<SocketState>): void {
    this.publish({ ...this.getSnapshot(), ...part });
  }
}

function openHere(path: string): WebSocket {
  const url = new URL(path, location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return new WebSocket(url);
}

type Frame = { type?: unknown; cursor?: unknown; user?: unknown; value?: unknown };

function parse(data: string): Frame {
  try {
    const frame: unknown = JSON.parse(data);
    return typeof frame === "object" && frame !== null ? frame : { value: data };
  } catch {
    return { value: data };
  }
}

function nameOf(user: unknown): string {
  if (typeof user !== "object" || user === null) return "somebody";
  const { email, display_name } = user as { email?: string | null; display_name?: string };
  return email ?? display_name ?? "somebody";
}
