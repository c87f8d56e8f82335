import { useEffect, useState, useSyncExternalStore } from "react";
import { LogoMark } from "@/components/logo";
import { cx } from "@/lib/cx";
import { ConnectForm } from "./connect-form";
import { FrameList } from "./frame-list";
import { AnyFrameForm, ResumeForm, SayForm } from "./send-forms";
import { SocketLog, type Status } from "./socket-log";

const said: Record<Status, string> = {
  closed: "Not connected",
  connecting: "Connecting…",
  open: "Connected, not signed in yet",
  ready: "Signed in",
};

/** For whoever builds on the sockets: what goes over one, word for word. */
export function ConsolePage() {
  const [log] = useState(() => new SocketLog());
  const state = useSyncExternalStore(log.subscribe, log.getSnapshot);
  useEffect(() => () => log.close(), [log]);
  const live = state.status === "open" || state.status === "ready";
  return (
    <main className="safe-x mx-auto flex max-w-7xl flex-col gap-5 py-5">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <a href="/" aria-label="Kith" className="rounded-full">
          <LogoMark className="size-9" />
        </a>
        <h1 className="text-2xl font-bold tracking-tight">Socket console</h1>
        <p role="status" className="flex min-w-0 items-center gap-2 text-[0.9375rem] text-ink-soft">
          <span
            aria-hidden="true"
            className={cx(
              "size-2.5 shrink-0 rounded-full",
              state.status === "ready" ? "bg-good" : state.status === "closed" ? "bg-line-strong" : "bg-warm",
            )}
          />
          <span className="min-w-0 truncate">
            {said[state.status]}
            {state.user && ` as ${state.user}`}
          </span>
        </p>
        <a
          href="/api/docs/"
          className="ml-auto font-semibold text-accent underline underline-offset-4 max-sm:ml-0 max-sm:basis-full"
        >
          The API
        </a>
      </header>
      <div className="grid gap-4 lg:grid-cols-[22rem_minmax(0,1fr)] lg:gap-x-5">
        <div className="flex flex-col gap-4">
          <ConnectForm
            status={state.status}
            onConnect={(chat, by) => log.connect(chat, by)}
            onClose={() => log.close()}
          />
          <SayForm disabled={!live} onSend={(frame) => log.send(frame)} />
        </div>
        <FrameList entries={state.entries} onClear={() => log.clear()} />
        <div className="flex flex-col gap-4">
          <ResumeForm disabled={!live} cursor={state.cursor} onSend={(frame) => log.send(frame)} />
          <AnyFrameForm disabled={!live} onSend={(frame) => log.send(frame)} />
        </div>
      </div>
    </main>
  );
}
