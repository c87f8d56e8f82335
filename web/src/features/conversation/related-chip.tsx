import { Users } from "lucide-react";
import { usePeopleChat } from "@/api/people-queries";
import { cx } from "@/lib/cx";
import { chatName } from "@/lib/people/names";

type Props = { chatId: string; name: string; on: boolean; onChange: (on: boolean) => void };

/** Whether the next message goes with what people said. Those people see it: so says the chip. */
export function RelatedChip({ chatId, name, on, onChange }: Props) {
  const { data: chat, isPending } = usePeopleChat(chatId);
  if (isPending) return null;
  if (!chat)
    return <p className="mb-1.5 px-3 pt-1 text-sm text-ink-faint">You are not in the linked conversation any more.</p>;
  return (
    <label
      className={cx(
        "mb-1.5 flex cursor-pointer items-center gap-2.5 rounded-2xl px-3 py-1.5 text-sm transition-colors has-focus-visible:outline-2 has-focus-visible:outline-accent",
        on ? "bg-accent-soft text-ink" : "bg-sunken text-ink-soft",
      )}
    >
      <input
        type="checkbox"
        checked={on}
        onChange={(event) => onChange(event.target.checked)}
        className="size-4 shrink-0 accent-fill outline-none"
      />
      <Users className="size-4 shrink-0" aria-hidden="true" />
      <span className="min-w-0 leading-snug wrap-anywhere">
        Let {name} read the latest of <bdi className="font-semibold">{chatName(chat)}</bdi>
        <span className="block text-ink-faint">
          {chat.ai_context_allowed
            ? on
              ? "Everybody in it sees that you did."
              : "For this message. Everybody in it will see it."
            : "Somebody there does not allow it."}
        </span>
      </span>
    </label>
  );
}
