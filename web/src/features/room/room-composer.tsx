import { SmilePlus, X } from "lucide-react";
import { type Ref, useMemo, useRef, useState } from "react";
import { useAgents } from "@/api/queries";
import type { PeopleChat, PeopleMessage } from "@/api/types";
import { Composer, type ComposerHandle } from "@/components/composer";
import { EmojiPopover } from "@/components/emoji-popover";
import { rooms } from "@/lib/live";
import { chatName } from "@/lib/people/names";
import { useTellTyping } from "@/lib/people/use-typing";
import { say } from "@/lib/toasts";
import { finePointer } from "@/lib/viewport";

type Props = {
  chat: PeopleChat;
  me: string;
  replying: PeopleMessage | null;
  onReplied: () => void;
  onSent: () => void;
  handle: Ref<ComposerHandle>;
  autoFocus: boolean;
};

export function RoomComposer({ chat, me, replying, onReplied, onSent, handle, autoFocus }: Props) {
  const tell = useTellTyping(chat.id);
  const agents = useAgents().data;
  const own = useRef<ComposerHandle>(null);
  const mentions = useMemo(
    () => (chat.kind === "group" ? agents?.flatMap(({ slug, name }) => (slug ? [{ slug, name }] : [])) : undefined),
    [agents, chat.kind],
  );
  const send = (content: string) => {
    const taken = rooms.send(chat.id, content, replying ? { reply_to: replying.id } : {});
    if (!taken) say("Too much is waiting to be sent already.");
    if (!taken) return false;
    onReplied();
    onSent();
    return true;
  };
  const both = (one: ComposerHandle | null) => {
    own.current = one;
    if (typeof handle === "function") handle(one);
    else if (handle) handle.current = one;
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc lets go of the quotation, as its button does.
    <div
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !replying) return;
        event.preventDefault();
        event.stopPropagation();
        onReplied();
      }}
    >
      <Composer
        draft={chat.id}
        placeholder={`Message ${chatName(chat)}`}
        onSend={send}
        onWrite={tell}
        handle={both}
        autoFocus={autoFocus}
        mentions={mentions}
        tools={<EmojiButton onPick={(emoji) => own.current?.insert(emoji)} />}
        above={replying && <Replying message={replying} me={me} onCancel={onReplied} />}
      />
    </div>
  );
}

function EmojiButton({ onPick }: { onPick: (emoji: string) => void }) {
  const [open, setOpen] = useState(false);
  // A phone's keyboard has its own.
  if (!finePointer()) return null;
  return (
    <EmojiPopover asTrigger open={open} onOpenChange={setOpen} onPick={onPick}>
      <button
        type="button"
        aria-label="Emoji"
        title="Emoji"
        className="inline-flex size-10 shrink-0 items-center justify-center rounded-full text-ink-soft transition-colors hover:bg-hover hover:text-ink data-[state=open]:bg-hover"
      >
        <SmilePlus className="size-5" />
      </button>
    </EmojiPopover>
  );
}

type ReplyingProps = { message: PeopleMessage; me: string; onCancel: () => void };

function Replying({ message, me, onCancel }: ReplyingProps) {
  return (
    <div className="mb-1.5 flex items-center gap-2 rounded-2xl bg-sunken py-1.5 pr-1.5 pl-3">
      <div className="min-w-0 flex-1 border-l-3 border-accent pl-2.5 text-sm leading-snug">
        <p dir="auto" className="truncate font-semibold">
          <span className="sr-only">Replying to </span>
          {message.sender.id === me ? "You" : message.sender.display_name}
        </p>
        <p dir="auto" className="truncate text-ink-soft">
          {message.content}
        </p>
      </div>
      <button
        type="button"
        aria-label="Do not reply to it"
        onClick={onCancel}
        className="inline-flex size-8 shrink-0 items-center justify-center rounded-full text-ink-soft hover:bg-hover hover:text-ink"
      >
        <X className="size-4.5" />
      </button>
    </div>
  );
}
