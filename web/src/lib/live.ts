import { useCallback, useSyncExternalStore } from "react";
import type { AnyFrame, ServerFrame, TurnPosition } from "@/api/frames";
import { memoryChanged, putReceipt, refreshMemory } from "@/api/memory-queries";
import { refreshMembers, refreshPeople } from "@/api/people-queries";
import { dropChat, meQuery, putChat, queryClient, refreshChat, refreshChats, refreshProfile } from "@/api/queries";
import type { PeopleMessage, Recalled } from "@/api/types";
import { Connection } from "./connection/connection";
import { Attendance } from "./people/attendance";
import { heardOfPeople, isPeopleChat } from "./people/heard";
import { typing } from "./people/typing";
import { Outbox } from "./threads/outbox";
import { isPeoples, Rooms } from "./threads/rooms";
import type { Thread } from "./threads/thread";
import { Threads } from "./threads/threads";
import { say } from "./toasts";

/** The one live connection of this page and what it keeps up to date. */
export const connection: Connection = new Connection({
  frame: receive,
  ready: catchUp,
  resync: () => {
    threads.lostTrack();
    rooms.lostTrack();
    catchUp();
  },
  doubt: () => void queryClient.invalidateQueries({ queryKey: meQuery.queryKey }),
  positions,
});

const wire = {
  send: connection.send.bind(connection),
  resume: connection.resume.bind(connection),
  isReady: () => connection.getSnapshot().phase === "ready",
};

export const outbox = new Outbox();
export const threads = new Threads(wire, outbox);
export const rooms = new Rooms(wire, outbox);

function positions(): TurnPosition[] {
  const [withAgents, withPeople] = [threads.positions(), rooms.positions()];
  return withAgents && withPeople ? [...withAgents, ...withPeople] : [];
}

const attendance = new Attendance((status) => connection.send({ type: "presence", status }));

let isReady = false;
connection.subscribe(() => {
  const { phase } = connection.getSnapshot();
  if (isReady && phase !== "ready") {
    outbox.disconnected();
    threads.disconnected();
    rooms.disconnected();
    typing.clear();
  }
  isReady = phase === "ready";
});

let openChat: string | null = null;
let openRoomId: string | null = null;

/** What the replies being written were given to remember, by their turns. */
const recalled = new Map<string, Recalled[]>();

function receive(frame: AnyFrame): void {
  if (frame.type === "error" && frame.client_id && frame.code === "not_found")
    say("A message could not be sent: its conversation is not there any more.");
  if (rooms.owns(frame)) {
    rooms.receive(frame);
    if (frame.type === "typing" && !frame.turn_id) typing.heard(frame);
  } else {
    threads.receive(frame as ServerFrame);
  }
  heardOfPeople(frame);
  heardOfAgents(frame);
}

function heardOfAgents(frame: AnyFrame): void {
  if (frame.type === "recall") recalled.set(frame.turn_id, frame.items);
  if (frame.type === "done" && !isPeoples(frame.message)) {
    refreshChats();
    refreshChat(frame.message.chat);
    const items = recalled.get(frame.turn_id);
    recalled.delete(frame.turn_id);
    if (items) putReceipt(frame.message.chat, frame.message.id, frame.turn_id, items);
  }
  if (frame.type !== "event") return;
  if (frame.kind === "memory.changed") {
    memoryChanged(frame);
    if (frame.fact?.kind === "name") refreshProfile();
  }
  if (!frame.kind.startsWith("chat.") || (frame.chat && isPeopleChat(frame.chat))) return;
  if (frame.kind === "chat.deleted" && frame.chat_id) {
    dropChat(frame.chat_id);
    threads.forget(frame.chat_id);
    rooms.forget(frame.chat_id);
  } else if (frame.chat) {
    putChat(frame.chat);
  } else {
    refreshChats();
    if (frame.chat_id) refreshChat(frame.chat_id);
  }
}

function catchUp(): void {
  attendance.connected();
  outbox.flush();
  refreshChats();
  refreshMemory();
  refreshPeople();
  if (openRoomId) {
    refreshMembers(openRoomId);
    void rooms.load(openRoomId);
  }
  if (!openChat) return;
  refreshChat(openChat);
  void threads.load(openChat);
}

/** Goes live for this account, with what it left unsent, until the returned function ends it. */
export function goLive(account: string): () => void {
  outbox.open(account);
  connection.start();
  const unwatch = attendance.follow();
  return () => {
    unwatch();
    connection.stop();
    outbox.close();
  };
}

export function useThread(chatId: string): Thread {
  const subscribe = useCallback((listener: () => void) => threads.watch(chatId, listener), [chatId]);
  return useSyncExternalStore(subscribe, () => threads.get(chatId));
}

export function useRoom(chatId: string): Thread<PeopleMessage> {
  const subscribe = useCallback((listener: () => void) => rooms.watch(chatId, listener), [chatId]);
  return useSyncExternalStore(subscribe, () => rooms.get(chatId));
}

/** Says which conversation is on the screen, and reads it. */
export function openThread(chatId: string): () => void {
  openChat = chatId;
  void threads.load(chatId);
  return () => {
    if (openChat === chatId) openChat = null;
  };
}

export function openRoom(chatId: string): () => void {
  openRoomId = chatId;
  void rooms.load(chatId);
  return () => {
    if (openRoomId === chatId) openRoomId = null;
  };
}

export const useConnection = () => useSyncExternalStore(connection.subscribe, connection.getSnapshot);

/** Another person signs in on this page: nothing of the one before may be seen. */
export function forgetEverything(): void {
  connection.stop();
  outbox.close();
  threads.clear();
  rooms.clear();
  typing.clear();
  recalled.clear();
  queryClient.removeQueries({ predicate: (query) => query.queryKey !== meQuery.queryKey });
}
