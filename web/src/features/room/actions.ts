import { createContext, useContext } from "react";
import type { Member, PeopleMessage } from "@/api/types";
import type { OutgoingActs } from "@/components/outgoing-message";

/** What can be done with the messages of a room. */
export type RoomActs = OutgoingActs & {
  me: string;
  isGroup: boolean;
  members: readonly Member[] | undefined;
  find(messageId: string): PeopleMessage | undefined;
  /** Nothing older is still to be read. */
  isWhole: boolean;
  goTo(messageId: string): void;
  reply(message: PeopleMessage): void;
  react(message: PeopleMessage, emoji: string): void;
  startEdit(message: PeopleMessage): void;
  saveEdit(message: PeopleMessage, text: string): void;
  askDelete(message: PeopleMessage): void;
  stop(): void;
};

const ActsContext = createContext<RoomActs | null>(null);

export const ActsProvider = ActsContext.Provider;

export function useActs(): RoomActs {
  const acts = useContext(ActsContext);
  if (!acts) throw new Error("Rows of a room need an ActsProvider.");
  return acts;
}
