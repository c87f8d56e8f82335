import { useEffect, useRef, useState } from "react";
import type { PeopleMessage } from "@/api/types";
import type { Thread } from "@/lib/threads/thread";

/** Reads out what others say while the room is open; an agent's answer when it is whole. */
export function Announcer({ thread, me }: { thread: Thread<PeopleMessage>; me: string }) {
  const [text, setText] = useState("");
  const told = useRef<number | null>(null);
  const loaded = thread.phase === "loaded";
  useEffect(() => {
    if (!loaded) return;
    const last = thread.messages.findLast((one) => one.status !== "streaming");
    const before = told.current;
    told.current = Math.max(before ?? 0, last?.seq ?? 0);
    if (before === null || !last || last.seq <= before || last.sender.id === me) return;
    setText(`${last.sender.display_name}: ${last.content}`);
  }, [loaded, thread.messages, me]);
  return (
    <div aria-live="polite" className="sr-only">
      {text}
    </div>
  );
}
