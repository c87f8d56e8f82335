import { Sparkles, Square } from "lucide-react";
import { memo, type ReactNode } from "react";
import { Avatar } from "@/components/avatar";
import { Dots } from "@/components/dots";
import { EditField } from "@/components/edit-field";
import { MessageText } from "@/components/markdown";
import { OutgoingMessage } from "@/components/outgoing-message";
import { PlainText } from "@/components/plain-text";
import { cx } from "@/lib/cx";
import { clock, dayLabel, fullTime } from "@/lib/time";
import { type RoomActs, useActs } from "./actions";
import { type Item, type MessageItem, sameItem } from "./items";
import { Quote } from "./quote";
import { Reactions } from "./reactions";
import { receiptOf } from "./receipts";
import { RowTools } from "./row-tools";
import { Ticks } from "./ticks";

type Props = { item: Item; editing: boolean; marked: boolean };

export const RoomRow = memo(
  function RoomRow(props: Props) {
    const { item, marked } = props;
    return (
      <li
        data-key={item.key}
        tabIndex={-1}
        className={cx(
          "-mx-2 rounded-3xl px-2 outline-none transition-colors duration-700",
          item.kind === "message" && !item.first ? "pt-0.5" : "pt-2",
          marked && "bg-warm-soft",
        )}
      >
        <Row {...props} />
      </li>
    );
  },
  (a, b) => a.editing === b.editing && a.marked === b.marked && sameItem(a.item, b.item),
);

function Row({ item, editing }: Props) {
  const acts = useActs();
  switch (item.kind) {
    case "day":
      return (
        <p className="py-2 text-center text-sm font-medium text-ink-faint">
          <time dateTime={item.at}>{dayLabel(item.at)}</time>
        </p>
      );
    case "new":
      return (
        <p className="flex items-center gap-3 py-1 text-sm font-semibold text-accent before:h-px before:flex-1 before:bg-accent/35 after:h-px after:flex-1 after:bg-accent/35">
          New messages
        </p>
      );
    case "use":
      return (
        <p className="mx-auto flex max-w-md items-center justify-center gap-1.5 py-1 text-center text-sm text-ink-faint">
          <Sparkles className="size-3.5 shrink-0" aria-hidden="true" />
          <span className="wrap-anywhere">
            <bdi>{item.use.user.id === acts.me ? "You" : item.use.user.display_name}</bdi> let an AI friend read the
            last {item.use.messages === 1 ? "message" : `${item.use.messages} messages`} · {clock(item.use.created_at)}
          </span>
        </p>
      );
    case "outgoing":
      return <OutgoingMessage item={item} name="somebody" editing={editing} acts={acts} />;
    case "message":
      return item.mine ? <Mine item={item} editing={editing} acts={acts} /> : <Theirs item={item} acts={acts} />;
  }
}

type MessageProps = { item: MessageItem; acts: RoomActs };

function Mine({ item, editing, acts }: MessageProps & { editing: boolean }) {
  const { message } = item;
  if (editing)
    return (
      <EditField
        text={message.content}
        action="Save"
        hint="Everybody sees that it was edited."
        onSave={(text) => acts.saveEdit(message, text)}
        onCancel={() => acts.cancelEdit(item.key)}
      />
    );
  return (
    <div className="group flex flex-col items-end">
      <span className="sr-only">You said:</span>
      <div className="flex w-full items-center justify-end gap-1">
        <RowTools message={message} mine />
        <div
          dir="auto"
          className={cx(
            "max-w-[85%] min-w-0 rounded-3xl bg-fill px-4 py-2 leading-relaxed text-on-fill wrap-anywhere whitespace-pre-wrap sm:max-w-[75%]",
            item.last && "rounded-br-lg",
          )}
        >
          {message.reply_to && <Quote id={message.reply_to} onDark />}
          <PlainText text={item.text} />
        </div>
      </div>
      <Reactions message={message} />
      {item.last && (
        <Foot item={item}>
          <Ticks receipt={receiptOf(message, acts.members, acts.me)} />
        </Foot>
      )}
    </div>
  );
}

function Theirs({ item, acts }: MessageProps) {
  const { message } = item;
  const { sender } = message;
  const named = acts.isGroup || sender.is_agent;
  return (
    <div className="group flex items-end gap-2">
      {named &&
        (item.last ? (
          <Avatar name={sender.display_name} size="small" className="mb-6" />
        ) : (
          <span className="w-8 shrink-0" />
        ))}
      <div className="flex min-w-0 flex-1 flex-col items-start">
        {named && item.first && (
          <p
            className="flex max-w-full items-center gap-1.5 pb-0.5 pl-1 text-sm font-semibold text-ink-soft"
            aria-hidden="true"
          >
            <bdi className="truncate">{sender.display_name}</bdi>
            {sender.is_agent && <span className="rounded-full bg-accent-soft px-1.5 text-xs text-accent">AI</span>}
          </p>
        )}
        <span className="sr-only">
          <bdi>{sender.display_name}</bdi> said:
        </span>
        <div className="flex w-full items-center gap-1">
          <div
            dir="auto"
            className={cx(
              "max-w-[85%] min-w-0 rounded-3xl bg-theirs px-4 py-2 leading-relaxed wrap-anywhere sm:max-w-[75%]",
              !sender.is_agent && "whitespace-pre-wrap",
              item.last && "rounded-bl-lg",
            )}
          >
            {message.reply_to && <Quote id={message.reply_to} />}
            <Words item={item} />
          </div>
          {!item.streaming && <RowTools message={message} mine={false} />}
          {item.streaming && (
            <button
              type="button"
              onClick={acts.stop}
              aria-label="Stop the reply"
              title="Stop the reply (Esc)"
              className="inline-flex size-8 shrink-0 items-center justify-center rounded-full bg-ink text-canvas hover:opacity-85"
            >
              <Square className="size-3 fill-current" />
            </button>
          )}
        </div>
        <Reactions message={message} />
        {item.last && <Foot item={item} />}
      </div>
    </div>
  );
}

function Words({ item: { message, text, streaming } }: { item: MessageItem }) {
  if (!message.sender.is_agent) return <PlainText text={text} />;
  if (text) return <MessageText text={text} streaming={streaming} />;
  return streaming ? <Dots /> : <p className="text-ink-faint italic">No words came.</p>;
}

const ends = { failed: "did not come through", stopped: "stopped", interrupted: "interrupted" } as const;

function Foot({ item, children }: { item: MessageItem; children?: ReactNode }) {
  const { message, streaming } = item;
  const end = message.status in ends ? ends[message.status as keyof typeof ends] : null;
  return (
    <p className="flex min-h-6 items-center gap-1 px-1 text-xs text-ink-faint">
      {!streaming && (
        <time dateTime={message.created_at} title={fullTime(message.created_at)}>
          {clock(message.created_at)}
        </time>
      )}
      {message.edited_at && <span>· edited</span>}
      {end && <span>· {end}</span>}
      {children}
    </p>
  );
}
