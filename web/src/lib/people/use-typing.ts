import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import type { PeopleChat, Person } from "@/api/types";
import { connection } from "../live";
import { typingText } from "./names";
import { typing } from "./typing";

const nobody: readonly string[] = [];

/** Who is writing in a chat, in words; null when nobody is. */
export function useTypingText(chat: PeopleChat, people: readonly Person[] = []): string | null {
  const ids = useSyncExternalStore(typing.subscribe, () => typing.getSnapshot().get(chat.id) ?? nobody);
  return useMemo(() => {
    const known = chat.user ? [chat.user, ...people] : people;
    const name = (id: string) => known.find((one) => one.id === id)?.display_name ?? "Somebody";
    return typingText(ids.map(name));
  }, [ids, chat.user, people]);
}

/** The others are told again before they stop believing it. */
const again = 3_000;
const pause = 4_000;

/** Tells the others that I write here, as long as I do. */
export function useTellTyping(chatId: string): (text: string) => void {
  const told = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const stop = useCallback(() => {
    clearTimeout(timer.current);
    if (told.current > 0) connection.send({ type: "typing", chat_id: chatId, is_typing: false });
    told.current = 0;
  }, [chatId]);
  useEffect(() => stop, [stop]);
  return useCallback(
    (text) => {
      // Sent, most likely: the others see it end by the message itself.
      if (text === "") {
        clearTimeout(timer.current);
        told.current = 0;
        return;
      }
      if (text.trim() === "") return stop();
      clearTimeout(timer.current);
      timer.current = setTimeout(stop, pause);
      if (Date.now() - told.current < again) return;
      told.current = Date.now();
      connection.send({ type: "typing", chat_id: chatId, is_typing: true });
    },
    [chatId, stop],
  );
}
