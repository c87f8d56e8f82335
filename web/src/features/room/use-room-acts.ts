import { useMemo } from "react";
import type { Member, PeopleChat, PeopleMessage } from "@/api/types";
import { outbox, rooms } from "@/lib/live";
import type { Thread } from "@/lib/threads/thread";
import { complain, say } from "@/lib/toasts";
import type { RoomActs } from "./actions";

type Screen = {
  me: string;
  members: readonly Member[] | undefined;
  /** By its id, or the client id of one that waits to be sent. */
  setEditing(id: string | null): void;
  setDeleting(message: PeopleMessage): void;
  goTo(messageId: string): void;
  /** An editor closes: the keyboard goes on at the end, or at the row it was opened from. */
  goOn(row: string | null): void;
  onReply(message: PeopleMessage): void;
};

export function useRoomActs(chat: PeopleChat, thread: Thread<PeopleMessage>, screen: Screen): RoomActs {
  const { me, members, setEditing, setDeleting, goTo, goOn, onReply } = screen;
  const { messages } = thread;
  const isWhole = thread.phase === "loaded" && thread.older.cursor === null;
  const isGroup = chat.kind === "group";
  const { id } = chat;
  return useMemo(() => {
    const tooLate = () => say("It is on its way already.");
    const done = () => {
      setEditing(null);
      goOn(null);
    };
    return {
      me,
      isGroup,
      members,
      isWhole,
      find: (messageId) => messages.find((one) => one.id === messageId),
      goTo,
      reply: onReply,
      react: (message, emoji) => void rooms.react(message, emoji).catch(complain),
      startEdit: (message) => setEditing(message.id),
      saveEdit: (message, text) => {
        done();
        if (text !== message.content) rooms.change(message, text).catch(complain);
      },
      askDelete: setDeleting,
      stop: () => rooms.stop(id),
      startEditUnsent: (clientId) => setEditing(clientId),
      saveUnsent: (clientId, text) => {
        done();
        if (!outbox.change(clientId, text)) tooLate();
      },
      sendAgain: (clientId, text) => {
        if (!outbox.change(clientId, text)) tooLate();
      },
      removeUnsent: (clientId) => {
        if (!outbox.remove(clientId)) tooLate();
      },
      cancelEdit: (row) => {
        setEditing(null);
        goOn(row);
      },
    };
  }, [id, me, isGroup, members, isWhole, messages, setEditing, setDeleting, goTo, goOn, onReply]);
}
