import { memo } from "react";
import type { Message } from "@/api/types";
import { Avatar } from "@/components/avatar";
import { Bubble } from "@/components/bubble";
import { Dots } from "@/components/dots";
import { EditField } from "@/components/edit-field";
import { MessageText } from "@/components/markdown";
import { OutgoingMessage, TextButton } from "@/components/outgoing-message";
import { cx } from "@/lib/cx";
import type { OutgoingState } from "@/lib/threads/outgoing";
import { clock, dayLabel, fullTime } from "@/lib/time";
import { useActions } from "./actions";
import { BranchPager } from "./branch-pager";
import type { Item } from "./items";
import { ReplyFoot } from "./reply-foot";
import { RowTools } from "./row-tools";

type Props = {
  item: Item;
  name: string;
  /** The last word of the conversation. */
  isLast: boolean;
  editing: boolean;
  /** Somebody came here to see this one. */
  marked: boolean;
};

export const MessageRow = memo(function MessageRow(props: Props) {
  return (
    <li
      data-key={props.item.key}
      tabIndex={-1}
      className={cx(
        "-mx-2 rounded-3xl px-2 py-1.5 outline-none transition-colors duration-700",
        props.marked && "bg-warm-soft",
      )}
    >
      <Row {...props} />
    </li>
  );
}, sameRow);

/** Rows are rebuilt with every delta; what they show mostly is not. */
function sameRow(before: Props, after: Props): boolean {
  const [a, b] = [before.item, after.item];
  if (before.name !== after.name || before.isLast !== after.isLast) return false;
  if (before.editing !== after.editing || before.marked !== after.marked) return false;
  if (a.kind !== b.kind || a.key !== b.key) return false;
  if (a.kind === "message" && b.kind === "message") return a.message === b.message;
  if (a.kind === "outgoing" && b.kind === "outgoing") return sameState(a.state, b.state);
  if (a.kind === "live" && b.kind === "live") return a.text === b.text;
  return true;
}

function sameState(a: OutgoingState, b: OutgoingState): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function Row({ item, name, isLast, editing }: Props) {
  switch (item.kind) {
    case "day":
      return (
        <p className="py-2 text-center text-sm font-medium text-ink-faint">
          <time dateTime={item.at}>{dayLabel(item.at)}</time>
        </p>
      );
    case "outgoing":
      return <Unsent item={item} name={name} editing={editing} />;
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
        <Mine message={item.message} row={item.key} isLast={isLast} editing={editing} />
      ) : (
        <Reply item={item} name={name} isLast={isLast} />
      );
  }
}

type UnsentProps = { item: Extract<Item, { kind: "outgoing" }>; name: string; editing: boolean };

function Unsent(props: UnsentProps) {
  const actions = useActions();
  const { state, key, text, withContext } = props.item;
  const without = state.name === "refused" && withContext && (
    <TextButton strong onClick={() => actions.sendWithout(key, text)}>
      Send without the conversation
    </TextButton>
  );
  return <OutgoingMessage {...props} acts={actions} otherWay={without} />;
}

type MineProps = { message: Message; row: string; isLast: boolean; editing: boolean };

function Mine({ message, row, isLast, editing }: MineProps) {
  const actions = useActions();
  if (editing)
    return (
      <EditField
        text={message.content}
        action="Send"
        hint="What was said before stays, as another version."
        onSave={(text) => void actions.saveEdit(message.id, text)}
        onCancel={() => actions.cancelEdit(row)}
      />
    );
  return (
    <div className="group flex flex-col items-end">
      <span className="sr-only">You said:</span>
      <Bubble>{message.content}</Bubble>
      <div className="flex min-h-6 items-center gap-1 pr-1 text-xs text-ink-faint">
        <RowTools message={message} always={isLast} />
        <BranchPager message={message} />
        <time dateTime={message.created_at} title={fullTime(message.created_at)}>
          {clock(message.created_at)}
        </time>
        {message.edited_at && <span>· edited</span>}
      </div>
    </div>
  );
}

type ReplyProps = { item: Extract<Item, { kind: "message" }>; name: string; isLast: boolean };

function Reply({ item, name, isLast }: ReplyProps) {
  const { message } = item;
  return (
    <Theirs name={name} foot={<ReplyFoot message={message} isLast={isLast} />}>
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
