import type { PeopleMessage } from "@/api/types";
import { cx } from "@/lib/cx";
import { useActs } from "./actions";

/** What a message answers, as far as it is at hand, and the way to it. */
export function Quote({ id, onDark = false }: { id: string; onDark?: boolean }) {
  const { find, goTo, isWhole } = useActs();
  const message = find(id);
  if (!message && isWhole) return <p className="mb-1 text-sm italic opacity-75">A message that was deleted</p>;
  return (
    <button
      type="button"
      onClick={() => goTo(id)}
      className={cx(
        "mb-1.5 block w-full rounded-xl border-l-3 px-2.5 py-1.5 text-left text-sm leading-snug",
        onDark ? "border-current bg-white/15 hover:bg-white/20" : "border-accent bg-canvas/70 hover:bg-canvas",
      )}
    >
      {message ? <Quoted message={message} /> : "An earlier message"}
    </button>
  );
}

export function Quoted({ message }: { message: PeopleMessage }) {
  const { me } = useActs();
  return (
    <>
      <span dir="auto" className="block truncate font-semibold">
        {message.sender.id === me ? "You" : message.sender.display_name}
      </span>
      <span dir="auto" className="line-clamp-2 wrap-anywhere">
        {message.content}
      </span>
    </>
  );
}
