import { Clock, Coins, MessagesSquare } from "lucide-react";
import type { ReactNode } from "react";
import type { Chat } from "@/api/types";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { useThread } from "@/lib/live";
import { duration, fullTime } from "@/lib/time";
import { useUi } from "@/lib/ui-store";

/** Where the composer was: the conversation is over, this is what it came to. */
export function Statistics({ chat }: { chat: Chat }) {
  const open = useUi((state) => state.open);
  return (
    <div className="animate-rise rounded-3xl border border-line bg-surface p-4 shadow-soft sm:p-5">
      <div className="mb-3 flex items-center justify-between gap-3">
        <p className="font-bold tracking-tight">This conversation has ended</p>
        <Button look="primary" size="small" onClick={() => open({ name: "new-chat", agent: chat.agent ?? undefined })}>
          Start another
        </Button>
      </div>
      <Figures chat={chat} />
    </div>
  );
}

export function StatisticsDialog({ chat, onClose }: { chat: Chat; onClose: () => void }) {
  return (
    <Dialog
      title={chat.status === "ended" ? "That was the conversation" : "So far"}
      subtitle={chat.title ?? undefined}
      onClose={onClose}
    >
      <Figures chat={chat} />
      <dl className="mt-4 grid gap-1 text-[0.9375rem] text-ink-soft">
        <div className="flex justify-between gap-4">
          <dt className="shrink-0">Started</dt>
          <dd className="text-right">{fullTime(chat.created_at)}</dd>
        </div>
        <div className="flex justify-between gap-4">
          <dt className="shrink-0">{chat.ended_at ? "Ended" : "Last word"}</dt>
          <dd className="text-right">{fullTime(chat.ended_at ?? chat.last_activity)}</dd>
        </div>
      </dl>
    </Dialog>
  );
}

function Figures({ chat }: { chat: Chat }) {
  // The offline friend has no model that counts: its tokens are an estimate.
  const estimated = useThread(chat.id).messages.some((message) => message.offline);
  const until = Date.parse(chat.ended_at ?? chat.last_activity);
  return (
    <dl className="grid grid-cols-3 gap-2 sm:gap-3">
      <Figure icon={<MessagesSquare />} label="Messages" value={chat.message_count.toLocaleString()} />
      <Figure icon={<Clock />} label="Duration" value={duration(until - Date.parse(chat.created_at))} />
      <Figure
        icon={<Coins />}
        label="Tokens"
        value={chat.total_tokens.toLocaleString()}
        note={estimated ? "estimated offline" : undefined}
      />
    </dl>
  );
}

type FigureProps = { icon: ReactNode; label: string; value: string; note?: string };

function Figure({ icon, label, value, note }: FigureProps) {
  return (
    <div className="rounded-2xl bg-sunken px-3 py-3 sm:px-4">
      <dt className="flex items-center gap-1.5 text-sm text-ink-faint [&_svg]:size-4">
        {icon}
        {label}
      </dt>
      <dd className="mt-0.5 text-lg font-bold tracking-tight tabular-nums sm:text-xl">{value}</dd>
      {note && <dd className="text-xs leading-snug text-ink-faint">{note}</dd>}
    </div>
  );
}
