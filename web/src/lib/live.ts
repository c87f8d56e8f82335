import { useCallback, useSyncExternalStore } from "react";
import type { ServerFrame } from "@/api/frames";
import { memoryChanged, putReceipt, refreshMemory } from "@/api/memory-queries";
import { dropChat, meQuery, putChat, queryClient, refreshChat, refreshChats, refreshProfile } from "@/api/queries";
import type { Recalled } from "@/api/types";
import { Connection } from "./connection/connection";
import type { Thread } from "./threads/thread";
import { Threads } from "./threads/threads";
import { say } from "./toasts";

/** The one live connection of this page and what it keeps up to date. */
export const connection: Connection = new Connection({
  frame: receive,
  ready: catchUp,
  resync: () => {
    threads.lostTrack();
    catchUp();
  },
  doubt: () => void queryClient.invalidateQueries({ queryKey: meQuery.queryKey }),
  positions: () => threads.positions(),
});

export const threads = new Threads({
  send: (frame) => connection.send(frame),
  resume: () => connection.resume(),
});

let isReady = false;
connection.subscribe(() => {
  const { phase } = connection.getSnapshot();
  if (isReady && phase !== "ready") threads.disconnected();
  isReady = phase === "ready";
});

let openChat: string | null = null;

/** What the replies being written were given to remember, by their turns. */
const recalled = new Map<string, Recalled[]>();

function receive(frame: ServerFrame): void {
  threads.receive(frame);
  if (frame.type === "error" && frame.client_id && frame.code === "not_found")
    say("A message could not be sent: its conversation is not there any more.");
  if (frame.type === "recall") recalled.set(frame.turn_id, frame.items);
  if (frame.type === "done") {
    refreshChats();
    refreshChat(frame.message.chat);
    const items = recalled.get(frame.turn_id);
    recalled.delete(frame.turn_id);
    if (items) putReceipt(frame.message.chat, frame.message.id, frame.turn_id, items);
  }
  if (frame.type === "event" && frame.kind === "memory.changed") {
    memoryChanged(frame);
    if (frame.fact?.kind === "name") refreshProfile();
  }
  if (frame.type !== "event" || !frame.kind.startsWith("chat.")) return;
  if (frame.kind === "chat.deleted" && frame.chat_id) {
    dropChat(frame.chat_id);
    threads.forget(frame.chat_id);
  } else if (frame.chat) {
    putChat(frame.chat);
  } else {
    refreshChats();
    if (frame.chat_id) refreshChat(frame.chat_id);
  }
}

function catchUp(): void {
  threads.outbox.flush();
  refreshChats();
  refreshMemory();
  if (!openChat) return;
  refreshChat(openChat);
  void threads.load(openChat);
}

/** Goes live for this account, with what it left unsent, until the returned function ends it. */
export function goLive(account: string): () => void {
  threads.outbox.open(account);
  connection.start();
  return () => {
    connection.stop();
    threads.outbox.close();
  };
}

export function useThread(chatId: string): Thread {
  const subscribe = useCallback((listener: () => void) => threads.watch(chatId, listener), [chatId]);
  return useSyncExternalStore(subscribe, () => threads.get(chatId));
}

/** Says which conversation is on the screen, and reads it. */
export function openThread(chatId: string): () => void {
  openChat = chatId;
  void threads.load(chatId);
  return () => {
    if (openChat === chatId) openChat = null;
  };
}

export const useConnection = () => useSyncExternalStore(connection.subscribe, connection.getSnapshot);

/** Another person signs in on this page: nothing of the one before may be seen. */
export function forgetEverything(): void {
  connection.stop();
  threads.clear();
  recalled.clear();
  queryClient.removeQueries({ predicate: (query) => query.queryKey !== meQuery.queryKey });
}
