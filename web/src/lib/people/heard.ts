import type { AnyFrame, EventFrame } from "@/api/frames";
import {
  deletedIn,
  dropContact,
  dropPeopleChat,
  heardIn,
  putContact,
  putMembers,
  putPeopleChat,
  putPresence,
  putReadTo,
  refreshPeopleChats,
  rewordedIn,
} from "@/api/people-queries";
import { meQuery, queryClient } from "@/api/queries";
import type { Chat, Message, PeopleChat, PeopleMessage, User } from "@/api/types";
import { allowAsking } from "../notifications";
import { isPeoples } from "../threads/rooms";
import { typing } from "./typing";

export const isPeopleChat = (chat: Chat | PeopleChat): chat is PeopleChat => "kind" in chat;

const me = () => queryClient.getQueryData<User | null>(meQuery.queryKey)?.id;

/** What the lists show of people changes with what the socket tells. Whatever comes twice, or late, changes nothing any more. */
export function heardOfPeople(frame: AnyFrame): void {
  if (frame.type === "event") return happened(frame);
  if (frame.type === "presence") return putPresence(frame);
  if ((frame.type !== "message" && frame.type !== "done") || !isPeoples(frame.message)) return;
  typing.ended(frame.message.chat, frame.message.sender.id);
  heardIn(frame.message, me());
  // Somebody wrote while nobody looked.
  if (frame.message.sender.id !== me() && document.visibilityState === "hidden") allowAsking();
}

function happened(frame: EventFrame<Message | PeopleMessage>): void {
  const { kind, chat_id, chat, message } = frame;
  if (kind === "connection.changed" && frame.connection_id) {
    if (frame.connection) putContact(frame.connection);
    else dropContact(frame.connection_id);
    // Who is blocked or gone is not here either.
    void queryClient.invalidateQueries({ queryKey: ["presence"] });
  }
  if (message && isPeoples(message)) {
    if (kind === "turn.started") heardIn(message, me());
    else rewordedIn(message);
  }
  if (!chat_id) return;
  if (kind === "message.deleted" && frame.message_id) deletedIn(chat_id, frame.message_id);
  if (kind === "read.changed" && frame.user_id)
    putReadTo(chat_id, frame.user_id, frame.read_seq ?? 0, frame.delivered_seq ?? 0);
  if (kind === "context.used") void queryClient.invalidateQueries({ queryKey: ["context-uses", chat_id] });
  if (kind === "chat.deleted") dropPeopleChat(chat_id);
  if (!kind.startsWith("chat.") || !chat || !isPeopleChat(chat)) return;
  putPeopleChat(chat);
  if (frame.members) putMembers(chat_id, frame.members);
  if (frame.load_messages) refreshPeopleChats();
}
