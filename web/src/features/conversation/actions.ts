import { useNavigate } from "@tanstack/react-router";
import { createContext, useContext, useMemo } from "react";
import { forkChat } from "@/api/chats";
import { ApiError } from "@/api/problem";
import { putChat } from "@/api/queries";
import type { Chat, Message } from "@/api/types";
import { outbox, threads } from "@/lib/live";
import { isBusy } from "@/lib/threads/thread";
import { complain, say } from "@/lib/toasts";

/** What is being put in other words: a message, or one that still waits to be sent (then by its client id). */
export type Editing = { id: string; text: string };

export type Open = {
  edit(editing: Editing | null): void;
  remove(message: Message): void;
  /** What is in view stays there whatever changes above it. */
  hold(): void;
  /** An editor is about to close: the keyboard goes on at the end, or at the row it was opened from. */
  goOn(row: string | null): void;
};

export type Actions = {
  /** Nothing more can be said in an ended conversation. */
  active: boolean;
  startEdit(message: Message): void;
  saveEdit(messageId: string, text: string): Promise<void>;
  /** A message without a reply is answered, one with a reply gets another. */
  tryAgain(message: Message): Promise<void>;
  select(shown: Message, wanted: string): Promise<void>;
  fork(message: Message): Promise<void>;
  askDelete(message: Message): void;
  startEditUnsent(clientId: string, text: string): void;
  saveUnsent(clientId: string, text: string): void;
  sendAgain(clientId: string, text: string): void;
  /** The same words, but nothing of what people said goes with them. */
  sendWithout(clientId: string, text: string): void;
  removeUnsent(clientId: string): void;
  cancelEdit(row: string): void;
};

const ActionsContext = createContext<Actions | null>(null);

export const ActionsProvider = ActionsContext.Provider;

export function useActions(): Actions {
  const actions = useContext(ActionsContext);
  if (!actions) throw new Error("Rows of a conversation need an ActionsProvider.");
  return actions;
}

/** What can be done with the messages of a conversation. While a reply is being written, the tree it grows on stands still. */
export function useMessageActions(chat: Pick<Chat, "id" | "status">, name: string, open: Open): Actions {
  const navigate = useNavigate();
  const { id, status } = chat;
  return useMemo(() => {
    const tell = (error: unknown) => {
      if (error instanceof ApiError && error.code === "turn_running") say(stillWriting(name));
      else complain(error);
    };
    const whenFree = async (action: () => Promise<void>) => {
      if (isBusy(threads.get(id))) return say(stillWriting(name));
      await action().catch(tell);
    };
    const tooLate = () => say("It is on its way already.");
    return {
      active: status === "active",
      startEdit: (message) => void whenFree(async () => open.edit({ id: message.id, text: message.content })),
      saveEdit: (messageId, text) =>
        whenFree(async () => {
          open.edit(null);
          open.goOn(null);
          try {
            await threads.edit(id, messageId, text);
          } catch (error) {
            // The words are not to be lost with the try.
            open.edit({ id: messageId, text });
            throw error;
          }
        }),
      tryAgain: (message) => whenFree(() => threads.regenerate(id, message.id)),
      select: (shown, wanted) =>
        whenFree(() => {
          open.hold();
          return threads.select(id, shown.id, wanted);
        }),
      fork: async (message) => {
        try {
          const fork = await forkChat(id, message.id);
          putChat(fork);
          await navigate({ to: "/c/$chatId", params: { chatId: fork.id } });
        } catch (error) {
          tell(error);
        }
      },
      askDelete: (message) => void whenFree(async () => open.remove(message)),
      startEditUnsent: (clientId, text) => open.edit({ id: clientId, text }),
      saveUnsent: (clientId, text) => {
        open.edit(null);
        open.goOn(null);
        if (!outbox.change(clientId, text)) tooLate();
      },
      sendAgain: (clientId, text) => {
        if (!outbox.change(clientId, text)) tooLate();
      },
      sendWithout: (clientId, text) => {
        if (!outbox.change(clientId, text, { with_context: undefined })) tooLate();
      },
      removeUnsent: (clientId) => {
        if (!outbox.remove(clientId)) tooLate();
      },
      cancelEdit: (row) => {
        open.edit(null);
        open.goOn(row);
      },
    };
  }, [id, status, name, navigate, open]);
}

export const stillWriting = (name: string) => `${name} is still writing. Wait for the end, or stop it first.`;
