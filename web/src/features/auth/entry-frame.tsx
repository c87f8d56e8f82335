import type { ReactNode } from "react";
import { Avatar } from "@/components/avatar";
import { Wordmark } from "@/components/logo";

/** The two halves of the way in: what Kith feels like, and the form. */
export function EntryFrame({ children }: { children: ReactNode }) {
  return (
    <div className="app-height grid overflow-y-auto lg:grid-cols-[1.05fr_1fr]">
      <aside className="hidden flex-col justify-between overflow-hidden bg-sunken p-12 lg:flex">
        <Wordmark />
        <Glimpse />
        <p className="max-w-sm text-ink-faint text-pretty">
          Self-hosted and open source. Your chats are kept on this server, ready to go on with.
        </p>
      </aside>
      <main className="safe-x safe-top flex flex-col items-center justify-center py-10">
        <div className="w-full max-w-sm animate-rise">
          <div className="mb-8 lg:hidden">
            <Wordmark />
          </div>
          {children}
        </div>
      </main>
    </div>
  );
}

function Glimpse() {
  return (
    <div aria-hidden="true" className="flex max-w-md flex-col gap-3 text-[1.0625rem]">
      <p className="mb-5 text-[2.5rem] leading-[1.12] font-bold tracking-tight text-balance">
        A friend to talk to, on your own server.
      </p>
      <p className="max-w-[80%] self-end rounded-3xl rounded-br-lg bg-fill px-4.5 py-2.5 text-on-fill">
        I finally had that interview today.
      </p>
      <div className="flex items-end gap-2.5">
        <Avatar name="Aira" size="small" />
        <p className="max-w-[85%] rounded-3xl rounded-bl-lg bg-raised px-4.5 py-2.5 shadow-soft">
          That took some nerve. Tell me from the beginning: how did it feel?
        </p>
      </div>
    </div>
  );
}
