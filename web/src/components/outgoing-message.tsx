import { Clock } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { useConnection } from "@/lib/live";
import type { OutgoingState } from "@/lib/threads/outgoing";
import { Bubble } from "./bubble";
import { EditField } from "./edit-field";

export type OutgoingActs = {
  startEditUnsent(clientId: string, text: string): void;
  saveUnsent(clientId: string, text: string): void;
  sendAgain(clientId: string, text: string): void;
  removeUnsent(clientId: string): void;
  cancelEdit(row: string): void;
};

type Unsent = { key: string; text: string; state: OutgoingState };

type Props = {
  item: Unsent;
  /** Who may be writing. */
  name: string;
  editing: boolean;
  acts: OutgoingActs;
  /** Shown with a refused one, besides the usual ways out. */
  otherWay?: ReactNode;
};

/** Something said that is not the server's yet: on its way, waiting, or refused. */
export function OutgoingMessage({ item, name, editing, acts, otherWay }: Props) {
  if (editing)
    return (
      <EditField
        text={item.text}
        action="Save"
        hint="It is sent with these words."
        onSave={(text) => acts.saveUnsent(item.key, text)}
        onCancel={() => acts.cancelEdit(item.key)}
      />
    );
  const { state } = item;
  return (
    <div className="flex animate-rise flex-col items-end">
      <span className="sr-only">You said:</span>
      <Bubble look={state.name === "refused" ? "refused" : state.name === "sending" ? "said" : "waiting"}>
        {item.text}
      </Bubble>
      {state.name === "sending" && <p className="flex h-6 items-center pr-1 text-xs text-ink-faint">Sending…</p>}
      {state.name === "unsure" && <Waiting name={name} afterReply={state.afterReply} />}
      {state.name === "waiting" && (
        <Waiting name={name} afterReply={state.afterReply}>
          <Change item={item} acts={acts} />
        </Waiting>
      )}
      {state.name === "refused" && (
        <p role="alert" className="mt-1 flex flex-wrap items-center justify-end gap-x-3 pr-1 text-sm text-danger">
          {state.why}
          {otherWay}
          <TextButton strong onClick={() => acts.sendAgain(item.key, item.text)}>
            Send again
          </TextButton>
          <Change item={item} acts={acts} />
        </p>
      )}
    </div>
  );
}

type WaitingProps = { name: string; afterReply: boolean; children?: ReactNode };

function Waiting({ name, afterReply, children }: WaitingProps) {
  const ready = useConnection().phase === "ready";
  return (
    <p className="mt-0.5 flex min-h-6 flex-wrap items-center justify-end gap-x-3 pr-1 text-sm text-ink-faint">
      <span className="inline-flex items-center gap-1.5">
        <Clock className="size-3.5" aria-hidden="true" />
        {ready && afterReply ? `Sends when ${name} has finished` : "Waiting to send"}
      </span>
      {children}
    </p>
  );
}

function Change({ item, acts }: { item: Unsent; acts: OutgoingActs }) {
  return (
    <>
      <TextButton data-back onClick={() => acts.startEditUnsent(item.key, item.text)}>
        Edit
      </TextButton>
      <TextButton onClick={() => acts.removeUnsent(item.key)}>Remove</TextButton>
    </>
  );
}

type TextButtonProps = ComponentProps<"button"> & { "data-back"?: boolean; strong?: boolean };

export function TextButton({ strong = false, children, ...rest }: TextButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={`min-h-6 underline underline-offset-3 hover:text-ink ${strong ? "font-semibold" : ""}`}
    >
      {children}
    </button>
  );
}
