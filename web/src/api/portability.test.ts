import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { forgetCsrf } from "./http";
import { type ImportState, importFile } from "./portability";

/** The browser's request, as far as a file needs it; a test plays the server. */
class Upload {
  static last: Upload;
  upload: { onprogress?: (event: { loaded: number }) => void } = {};
  onprogress?: () => void;
  onload?: () => void;
  onerror?: () => void;
  onabort?: () => void;
  status = 200;
  responseText = "";
  headers: Record<string, string> = {};
  target = "";
  body: unknown;
  constructor() {
    Upload.last = this;
  }
  open = (method: string, path: string) => {
    this.target = `${method} ${path}`;
  };
  setRequestHeader = (name: string, value: string) => {
    this.headers[name] = value;
  };
  getResponseHeader = () => null;
  send = (body: unknown) => {
    this.body = body;
  };
  abort = () => this.onabort?.();
  say(text: string): void {
    this.responseText += text;
    this.onprogress?.();
  }
}

const file = new File(["{}"], "conversations.json");
let told: ImportState[];
let result: ReturnType<typeof importFile>;
let stop: AbortController;

beforeEach(async () => {
  told = [];
  Upload.last = new Upload();
  stop = new AbortController();
  forgetCsrf();
  vi.stubGlobal("XMLHttpRequest", Upload);
  vi.stubGlobal("fetch", async () => Response.json({ csrf_token: "t" }));
  result = importFile(file, (state) => told.push(state), stop.signal);
  result.catch(() => undefined);
  await vi.waitFor(() => expect(Upload.last?.body).toBe(file));
});
afterEach(() => vi.unstubAllGlobals());

test("a file goes out as it is, and its way is told", async () => {
  expect(Upload.last.target).toBe("POST /api/import");
  expect(Upload.last.headers).toEqual({
    Accept: "text/event-stream",
    "Content-Type": "application/json",
    "X-Kith-CSRF": "t",
  });
  Upload.last.upload.onprogress?.({ loaded: 1 });
  Upload.last.say('event: progress\ndata: {"bytes":2,"conversations":1,"mess');
  Upload.last.say(
    'ages":4}\n\nevent: done\ndata: {"conversations":[{"id":"c","external_id":null,"messages":4,"added":4,"note":null}]}\n\n',
  );
  Upload.last.onload?.();
  expect(await result).toEqual({ conversations: [{ id: "c", external_id: null, messages: 4, added: 4, note: null }] });
  expect(told).toEqual([
    { sent: 1, size: 2, read: null },
    { sent: 1, size: 2, read: { bytes: 2, conversations: 1, messages: 4 } },
  ]);
});

test("a refusal is the server's own words", async () => {
  Upload.last.status = 413;
  Upload.last.responseText = '{"status":413,"code":"too_large","detail":"At most 200 MB."}';
  Upload.last.onload?.();
  await expect(result).rejects.toMatchObject({ status: 413, code: "too_large", message: "At most 200 MB." });
});

test("so is what goes wrong in the middle", async () => {
  Upload.last.say('event: error\ndata: {"code":"invalid","detail":"That is no JSON."}\n\n');
  await expect(result).rejects.toMatchObject({ code: "invalid", message: "That is no JSON." });
});

test("an answer without an end is a lost connection", async () => {
  Upload.last.say('event: progress\ndata: {"bytes":2,"conversations":1,"messages":4}\n\n');
  Upload.last.onload?.();
  await expect(result).rejects.toMatchObject({ code: "offline" });
});

test("it can be stopped", async () => {
  stop.abort();
  await expect(result).rejects.toMatchObject({ name: "AbortError" });
});
