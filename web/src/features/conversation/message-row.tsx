import { memo } from "react";
import { Avatar } from "@/components/avatar";
import { MessageText } from "@/components/markdown";
import { threads } from "@/lib/live";
import { clock, dayLabel, fullTime } from "@/lib/time";
import { CopyMessage } from "./copy-message";
import type { Item } from "./items";
import { ReplyFoot } from "./reply-foot";

type Props = {
  item: Item;
  chatId: string;
  name: string;
  /** The last word of a conversation that goes on: a reply that failed may be asked for again. */
  canAsk: boolean;
};

export const MessageRow = memo(function MessageRow(props: Props) {
  return (
    <li data-key={props.item.key} className="py-1.5">
      <Row {...props} />
    </li>
  );
}, sameRow);

/** Rows are rebuilt with every delta; what they show mostly is not. */
function sameRow(before: Props, after: Props): boolean {
  const [a, b] = [before.item, after.item];
  if (before.name !== after.name || before.chatId !== after.chatId || before.canAsk !== after.canAsk) return false;
  if (a.kind !== b.kind || a.key !== b.key) return false;
  if (a.kind === "message" && b.kind === "message") return a.message === b.message;
  if (a.kind === "outgoing" && b.kind === "outgoing") return a.problem === b.problem;
  if (a.kind === "live" && b.kind === "live") return a.text === b.text;
  return true;
}

function Row({ item, chatId, name, canAsk }: Props) {
  switch (item.kind) {
    case "day":
      return (
        <p className="py-2 text-center text-sm font-medium text-ink-faint">
          <time dateTime={item.at}>{dayLabel(item.at)}</time>
        </p>
      );
    case "outgoing":
      return <Outgoing item={item} chatId={chatId} />;
    case "typing":
      return (
        <Theirs name={name}>
          <Dots />
        </Theirs>
      );
    case "live":
      return (
        <Theirs name={name}>
          <MessageText text={item.text} streaming />
        </Theirs>
      );
    case "message":
      return item.message.role === "user" ? (
        <Mine item={item} />
      ) : (
        <Reply item={item} chatId={chatId} name={name} canAsk={canAsk} />
      );
  }
}

function Mine({ item }: { item: Extract<Item, { kind: "message" }> }) {
  const { message } = item;
  return (
    <div className="group flex flex-col items-end">
      <span className="sr-only">You said:</span>
      <Bubble>{message.content}</Bubble>
      <div className="flex h-6 items-center gap-1 pr-1 text-xs text-ink-faint">
        <CopyMessage text={message.content} />
        <time dateTime={message.created_at} title={fullTime(message.created_at)}>
          {clock(message.created_at)}
        </time>
        {message.edited_at && <span>· edited</span>}
      </div>
    </div>
  );
}

function Outgoing({ item, chatId }: { item: Extract<Item, { kind: "outgoing" }>; chatId: string }) {
  return (
    <div className="flex animate-rise flex-col items-end">
      <span className="sr-only">You said:</span>
      <Bubble faint={item.problem !== null}>{item.text}</Bubble>
      {item.problem === null ? (
        <p className="flex h-6 items-center pr-1 text-xs text-ink-faint">Sending…</p>
      ) : (
        <p role="alert" className="mt-1 flex flex-wrap items-center justify-end gap-x-3 pr-1 text-sm text-danger">
          {item.problem}
          <button type="button" className="font-semibold underline" onClick={() => threads.resend(chatId, item.key)}>
            Send again
          </button>
          <button type="button" className="underline" onClick={() => threads.discard(chatId, item.key)}>
            Discard
          </button>
        </p>
      )}
    </div>
  );
}

function Bubble({ children, faint = false }: { children: string; faint?: boolean }) {
  return (
    <div
      className={`max-w-[85%] rounded-3xl rounded-br-lg px-4.5 py-2.5 leading-relaxed wrap-anywhere whitespace-pre-wrap sm:max-w-[75%] ${faint ? "bg-danger-soft text-ink" : "bg-fill text-on-fill"}`}
    >
      {children}
    </div>
  );
}

function Reply({ item, chatId, name, canAsk }: Props & { item: Extract<Item, { kind: "message" }> }) {
  const { message } = item;
  return (
    <Theirs name={name} foot={<ReplyFoot message={message} chatId={chatId} canAsk={canAsk} />}>
      {message.content ? (
        <MessageText text={message.content} streaming={item.streaming} />
      ) : item.streaming ? (
        <Dots />
      ) : (
        <p className="text-ink-faint italic">No words came.</p>
      )}
    </Theirs>
  );
}

/** How a conversation began: the friend's greeting, which is stored with the friend and not as a message. */
export function Greeting({ name, text }: { name: string; text: string }) {
  return (
    <div className="py-1.5">
      <Theirs name={name}>
        <MessageText text={text} />
      </Theirs>
    </div>
  );
}

function Theirs({ name, foot, children }: { name: string; foot?: React.ReactNode; children: React.ReactNode }) {
  return (
    <div className="group flex items-start gap-2.5">
      <Avatar name={name} size="small" className="mt-1.5 max-sm:hidden" />
      <div className="flex min-w-0 max-w-full flex-1 flex-col items-start sm:max-w-[88%]">
        <span className="sr-only">{name} said:</span>
        <div className="max-w-full rounded-3xl rounded-tl-lg bg-theirs px-4.5 py-2.5">{children}</div>
        {foot}
      </div>
    </div>
  );
}

function Dots() {
  return (
    <span role="img" aria-label="writing" className="flex h-7 items-center gap-1.5">
      {["[animation-delay:0ms]", "[animation-delay:160ms]", "[animation-delay:320ms]"].map((delay) => (
        <span key={delay} className={`size-2 animate-dot rounded-full bg-ink-faint ${delay}`} />
      ))}
    </span>
  );
}
