import { useEffect, useRef, useState } from "react";
import type { Thread } from "@/lib/threads/thread";

/** Reads a reply out when it is whole; word by word it would drown everything else. */
export function Announcer({ thread, name }: { thread: Thread; name: string }) {
  const [text, setText] = useState("");
  const wasBusy = useRef(false);
  const busy = thread.live !== null || thread.typing;
  useEffect(() => {
    const last = thread.messages.at(-1);
    if (busy && !wasBusy.current) setText(`${name} is writing`);
    if (!busy && wasBusy.current && last?.role === "assistant") setText(`${name}: ${last.content}`);
    wasBusy.current = busy;
  }, [busy, thread.messages, name]);
  return (
    <div aria-live="polite" className="sr-only">
      {text}
    </div>
  );
}
