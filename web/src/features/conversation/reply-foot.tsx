import { Brain, CloudOff, RotateCcw } from "lucide-react";
import { useId, useState } from "react";
import type { Message, MessageStatus } from "@/api/types";
import { hostOf, safeLink } from "@/lib/markdown/links";
import { clock, fullTime } from "@/lib/time";
import { useActions } from "./actions";
import { BranchPager } from "./branch-pager";
import { Receipt } from "./receipt";
import { RowTools } from "./row-tools";

const endings: Partial<Record<MessageStatus, string>> = {
  interrupted: "Cut off before the end",
  stopped: "You stopped here",
  failed: "Something went wrong",
};

const offlineMeans = "Written by Kith itself, without a language model.";

/** What is worth knowing about a reply, said quietly: when, how sure, from where, and whether it is whole. */
export function ReplyFoot(props: { message: Message; isLast: boolean }) {
  return props.message.status === "streaming" ? null : <WholeFoot {...props} />;
}

function WholeFoot({ message, isLast }: { message: Message; isLast: boolean }) {
  const [explained, setExplained] = useState(false);
  const [told, setTold] = useState(false);
  const receiptId = useId();
  const ending = endings[message.status];
  const retry = ending !== undefined && isLast;
  return (
    <>
      {message.sources.length > 0 && <Sources message={message} />}
      <div className="flex min-h-6 flex-wrap items-center gap-x-1 pl-1 text-xs text-ink-faint">
        <time dateTime={message.created_at} title={details(message)}>
          {clock(message.created_at)}
        </time>
        {message.confidence !== null && (
          <span title="How sure the model was of its words">· {Math.round(message.confidence * 100)}% sure</span>
        )}
        {message.offline && (
          <>
            <span aria-hidden="true">·</span>
            <button
              type="button"
              aria-expanded={explained}
              title={offlineMeans}
              onClick={() => setExplained(!explained)}
              className="inline-flex items-center gap-1 rounded-full px-1 py-0.5 hover:bg-hover hover:text-ink"
            >
              <CloudOff className="size-3.5" aria-hidden="true" /> offline
            </button>
          </>
        )}
        {message.recalled > 0 && (
          <>
            <span aria-hidden="true">·</span>
            <button
              type="button"
              aria-expanded={told}
              aria-controls={told ? receiptId : undefined}
              onClick={() => setTold(!told)}
              className="inline-flex items-center gap-1 rounded-full px-1 py-0.5 hover:bg-hover hover:text-ink"
            >
              <Brain className="size-3.5" aria-hidden="true" />
              Remembered {message.recalled} {message.recalled === 1 ? "thing" : "things"}
            </button>
          </>
        )}
        {ending && <span className={message.status === "stopped" ? "" : "font-medium text-danger"}>· {ending}</span>}
        {retry && <TryAgain message={message} />}
        <BranchPager message={message} />
        <RowTools message={message} always={isLast} retryIsThere={retry} />
      </div>
      {told && <Receipt id={receiptId} message={message} />}
      {explained && (
        <p role="status" className="pb-1 pl-1 text-xs text-ink-faint">
          {offlineMeans}
        </p>
      )}
    </>
  );
}

function TryAgain({ message }: { message: Message }) {
  const actions = useActions();
  if (!actions.active) return null;
  return (
    <button
      type="button"
      onClick={() => void actions.tryAgain(message)}
      className="inline-flex min-h-6 items-center gap-1 rounded-full px-2 py-0.5 font-semibold text-accent hover:bg-hover"
    >
      <RotateCcw className="size-3.5" aria-hidden="true" /> Try again
    </button>
  );
}

function Sources({ message }: { message: Message }) {
  return (
    <ol aria-label="Sources" className="mt-2 flex flex-wrap gap-1.5">
      {message.sources.map((source, index) => {
        const href = safeLink(source.url);
        const text = source.title || hostOf(source.url);
        return (
          <li key={`${source.url}-${source.title}`}>
            {href ? (
              <a
                href={href}
                target="_blank"
                rel="noopener noreferrer nofollow"
                title={source.snippet ?? hostOf(href)}
                className="inline-flex max-w-64 items-center gap-1.5 rounded-full border border-line bg-surface px-2.5 py-1 text-xs text-ink-soft hover:border-accent hover:text-ink"
              >
                <span className="font-semibold text-accent">{index + 1}</span>
                <span className="truncate">{text}</span>
              </a>
            ) : (
              <span className="inline-flex rounded-full border border-line px-2.5 py-1 text-xs text-ink-faint">
                {text}
              </span>
            )}
          </li>
        );
      })}
    </ol>
  );
}

function details(message: Message): string {
  const parts = [fullTime(message.created_at)];
  if (message.model) parts.push(message.model);
  if (message.total_tokens) parts.push(`${message.total_tokens.toLocaleString()} tokens`);
  return parts.join(" · ");
}
