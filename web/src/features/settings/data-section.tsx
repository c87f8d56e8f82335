import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Download, Upload } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { exportPath, type ImportState, importFile } from "@/api/portability";
import { explain } from "@/api/problem";
import { refreshChats, useChat, useMe } from "@/api/queries";
import type { Imported, ImportedConversation } from "@/api/types";
import { Button } from "@/components/button";
import { Notice } from "@/components/notice";
import { megabytes } from "@/lib/size";
import { Section } from "./section";

/** The way in and the way out for everything of mine. */
export function DataSection() {
  const me = useMe();
  return (
    <Section title="In and out" text="Your conversations are yours: take them along, or bring others here.">
      <div className="flex flex-col gap-5">
        <a
          href={exportPath}
          download
          className="inline-flex h-10 items-center gap-2 self-start rounded-full border border-line-strong bg-surface px-4 text-[0.9375rem] font-semibold hover:bg-hover"
        >
          <Download className="size-4.5" aria-hidden="true" /> Export everything of mine
        </a>
        {me?.is_anonymous ? (
          <p className="text-ink-soft">
            What you bring here should stay:{" "}
            <Link to="/sign-up" className="font-semibold text-accent underline underline-offset-4">
              create an account
            </Link>{" "}
            to import conversations.
          </p>
        ) : (
          <ImportForm />
        )}
      </div>
    </Section>
  );
}

function ImportForm() {
  const input = useRef<HTMLInputElement>(null);
  const stop = useRef<AbortController | null>(null);
  const [state, setState] = useState<ImportState | null>(null);
  const run = useMutation({
    mutationFn: (file: File) => {
      const mine = new AbortController();
      stop.current = mine;
      setState({ sent: 0, size: file.size, read: null });
      return importFile(file, setState, mine.signal);
    },
    onSuccess: refreshChats,
    onSettled: () => setState(null),
  });
  useEffect(() => () => stop.current?.abort(), []);
  const stopped = run.error instanceof DOMException;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <Button busy={run.isPending} onClick={() => input.current?.click()}>
          {!run.isPending && <Upload className="size-4.5" aria-hidden="true" />} Import conversations…
        </Button>
        {run.isPending && (
          <Button look="quiet" onClick={() => stop.current?.abort()}>
            Stop
          </Button>
        )}
        <input
          ref={input}
          type="file"
          accept=".json,application/json"
          aria-label="A file of conversations"
          hidden
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file) run.mutate(file);
            event.target.value = "";
          }}
        />
      </div>
      <p className="text-sm text-ink-faint">
        An export of Kith, the <code>conversations.json</code> of a ChatGPT export, or a Chatify database export; up to
        200 MB. What is in there already is not imported twice.
      </p>
      {state && <Progress state={state} />}
      {run.error && (
        <Notice kind={stopped ? "info" : "error"}>
          {stopped ? "Stopped. What was read until then is here." : explain(run.error)}
        </Notice>
      )}
      {run.data && !run.isPending && <Result imported={run.data} />}
    </div>
  );
}

function Progress({ state }: { state: ImportState }) {
  const read = state.read ?? { bytes: 0, conversations: 0, messages: 0 };
  const bytes = Math.max(state.sent, read.bytes);
  return (
    <div className="flex flex-col gap-1.5">
      <progress
        aria-label="Importing"
        max={Math.max(state.size, 1)}
        value={bytes}
        className="h-2 w-full overflow-hidden rounded-full accent-fill"
      />
      <p role="status" className="text-sm text-ink-soft">
        {megabytes(bytes)} of {megabytes(state.size)}
        {read.conversations > 0 &&
          ` · ${count(read.conversations, "conversation")}, ${count(read.messages, "message")}`}
      </p>
    </div>
  );
}

/** What is old stands far down in the list, and is asked for by itself. */
function Title({ imported }: { imported: ImportedConversation }) {
  const chat = useChat(imported.id).data;
  return chat?.title || `A conversation of ${count(imported.messages, "message")}`;
}

const most = 20;

const count = (number: number, what: string) => `${number.toLocaleString()} ${what}${number === 1 ? "" : "s"}`;

function Result({ imported }: { imported: Imported }) {
  const { conversations } = imported;
  const added = conversations.reduce((sum, one) => sum + one.added, 0);
  const fresh = conversations.filter((one) => one.added > 0);
  const notes = new Set(conversations.flatMap((one) => one.note ?? []));
  return (
    <div role="status" className="rounded-2xl bg-sunken px-4 py-3 text-[0.9375rem]">
      <p className="font-semibold">
        {conversations.length === 0
          ? "There was nothing in it."
          : `${count(conversations.length, "conversation")} read, ${count(added, "message")} new.`}
      </p>
      {[...notes].map((note) => (
        <p key={note}>{note}</p>
      ))}
      {added > 0 && <p className="text-ink-soft">They can be searched now, and are learned from by and by.</p>}
      <ul className="mt-1 flex flex-col">
        {fresh.slice(0, most).map((one) => (
          <li key={one.id}>
            <Link to="/c/$chatId" params={{ chatId: one.id }} className="text-accent underline underline-offset-4">
              <Title imported={one} />
            </Link>
          </li>
        ))}
      </ul>
      {fresh.length > most && (
        <p className="text-ink-faint">And {(fresh.length - most).toLocaleString()} more in the list.</p>
      )}
    </div>
  );
}
