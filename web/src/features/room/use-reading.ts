import { useEffect, useRef } from "react";
import { readHere } from "@/api/people-queries";
import type { PeopleChat, PeopleMessage } from "@/api/types";
import { connection, useConnection } from "@/lib/live";
import type { Thread } from "@/lib/threads/thread";
import { useVisible } from "@/lib/use-visible";

/** Seen for less, it is not read: who comes to a room may be taken elsewhere in it at once. */
const glance = 300;

type Given = {
  chat: PeopleChat;
  thread: Thread<PeopleMessage>;
  me: string;
  /** The newest message is on the screen. */
  atEnd: boolean;
  /** The reader looks away: what comes from now on is new. */
  onLeave: (readTo: number) => void;
};

/** What is on the screen of somebody who looks at it is read, and the others are told. */
export function useReading({ chat, thread, me, atEnd, onLeave }: Given): void {
  const visible = useVisible();
  const ready = useConnection().phase === "ready";
  const told = useRef(chat.read_seq);
  const last = thread.messages.findLast((one) => one.sender.id !== me && one.status !== "streaming");
  const isNew = last !== undefined && last.seq > Math.max(told.current, chat.read_seq);
  useEffect(() => {
    if (!visible || !ready || !atEnd || !last || (!isNew && chat.unread_count === 0)) return;
    const read = () => {
      if (!connection.send({ type: "read", chat_id: chat.id, message_id: last.id })) return;
      told.current = last.seq;
      readHere(chat.id, last.seq);
    };
    const timer = setTimeout(read, glance);
    return () => clearTimeout(timer);
  }, [visible, ready, atEnd, last, isNew, chat.id, chat.unread_count]);

  const readTo = useRef(chat.read_seq);
  readTo.current = Math.max(told.current, chat.read_seq);
  useEffect(() => {
    if (!visible) onLeave(readTo.current);
  }, [visible, onLeave]);
}
