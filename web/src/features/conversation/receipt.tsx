import { Link } from "@tanstack/react-router";
import { Brain, MessageCircle, ScrollText } from "lucide-react";
import { useReceipt } from "@/api/memory-queries";
import type { Message, Recalled } from "@/api/types";
import { clip } from "@/lib/clip";
import { farDay, withDays } from "@/lib/time";

const icons = { fact: Brain, message: MessageCircle, summary: ScrollText };

const kinds = { fact: "About you", message: "You two said", summary: "What a conversation was about" };

/** What a reply was given to remember, as far as it is there still. */
export function Receipt({ id, message }: { id: string; message: Message }) {
  const { data, isError } = useReceipt(message.chat, message.id);
  const items = data?.items ?? [];
  return (
    <section
      id={id}
      aria-label="Remembered"
      className="mt-1 mb-1.5 w-full animate-fade rounded-2xl border border-line p-1.5"
    >
      {items.length === 0 && (
        <p className="px-2.5 py-1 text-sm text-ink-soft">
          {isError ? "This can't be read now." : data === undefined ? "Looking it up…" : "It is all forgotten by now."}
        </p>
      )}
      <ul className="flex flex-col">
        {items.map((item) => (
          <li key={`${item.kind}-${item.id}`}>
            <Item item={item} />
          </li>
        ))}
      </ul>
      {data && (
        <p className="px-2.5 pt-0.5 pb-1 text-xs text-ink-faint">
          Together {data.tokens.toLocaleString()} tokens of what the model was given.
        </p>
      )}
    </section>
  );
}

function Item({ item }: { item: Recalled }) {
  const Icon = icons[item.kind];
  const inside = (
    <>
      <Icon className="mt-0.5 size-4 shrink-0 text-ink-faint" aria-hidden="true" />
      <span className="min-w-0">
        <span className="block text-[0.9375rem] leading-snug wrap-anywhere">
          {clip(item.kind === "fact" ? withDays(item.text) : item.text, 240)}
        </span>
        <span className="block text-xs text-ink-faint">
          {[kinds[item.kind], farDay(item.created_at), ...item.why, `${item.tokens} tokens`].join(" · ")}
        </span>
      </span>
    </>
  );
  const look = "flex gap-2.5 rounded-xl px-2.5 py-1.5 transition-colors hover:bg-hover";
  if (item.kind === "fact")
    return (
      <Link to="/memory" search={{ fact: item.id }} className={look}>
        {inside}
      </Link>
    );
  if (!item.chat_id) return <div className="flex gap-2.5 px-2.5 py-1.5">{inside}</div>;
  return (
    <Link
      to="/c/$chatId"
      params={{ chatId: item.chat_id }}
      search={item.message_id ? { m: item.message_id } : {}}
      activeProps={{}}
      className={look}
    >
      {inside}
    </Link>
  );
}
