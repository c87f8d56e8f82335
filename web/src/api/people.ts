import { pageSize } from "./chats";
import { answer, api } from "./http";

const one = (id: string) => ({ params: { path: { id } } });
const message = (id: string, messageId: string) => ({ params: { path: { id, messageId } } });
const page = (cursor: string | null) => ({ params: { query: { limit: 100, cursor: cursor ?? undefined } } });

export const fetchContacts = (cursor: string | null) => answer(api.GET("/api/connections", page(cursor)));
export const askFor = (email: string) => answer(api.POST("/api/connections", { body: { email } }));
export const acceptContact = (id: string) => answer(api.POST("/api/connections/{id}/accept", one(id)));
export const declineContact = (id: string) => answer(api.POST("/api/connections/{id}/decline", one(id)));
export const blockContact = (id: string) => answer(api.POST("/api/connections/{id}/block", one(id)));
export const unblockContact = (id: string) => answer(api.POST("/api/connections/{id}/unblock", one(id)));
export const removeContact = (id: string) => answer(api.DELETE("/api/connections/{id}", one(id)));

export const fetchPeopleChats = (cursor: string | null) => answer(api.GET("/api/people-chats", page(cursor)));
export const fetchPeopleChat = (id: string) => answer(api.GET("/api/people-chats/{id}", one(id)));
export const fetchMembers = (id: string) => answer(api.GET("/api/people-chats/{id}/members", one(id)));

/** Newest first. */
export function fetchPeopleMessages(id: string, cursor: string | null, limit = pageSize) {
  const query = { limit, order: "desc", cursor: cursor ?? undefined } as const;
  return answer(api.GET("/api/people-chats/{id}/messages", { params: { path: { id }, query } }));
}

/** Sent twice with the same `client_id`, it is there once. */
export const sayToPeople = (id: string, body: { content: string; client_id: string; reply_to?: string }) =>
  answer(api.POST("/api/people-chats/{id}/messages", { ...one(id), body }));

export const changePeopleMessage = (id: string, messageId: string, content: string) =>
  answer(api.PATCH("/api/people-chats/{id}/messages/{messageId}", { ...message(id, messageId), body: { content } }));

export const deletePeopleMessage = (id: string, messageId: string) =>
  answer(api.DELETE("/api/people-chats/{id}/messages/{messageId}", message(id, messageId)));

export const createGroup = (title: string, members: string[]) =>
  answer(api.POST("/api/groups", { body: { title, members } }));
export const renameGroup = (id: string, title: string) =>
  answer(api.PATCH("/api/groups/{id}", { ...one(id), body: { title } }));
export const deleteGroup = (id: string) => answer(api.DELETE("/api/groups/{id}", one(id)));
export const leaveGroup = (id: string) => answer(api.POST("/api/groups/{id}/leave", one(id)));
export const addMember = (id: string, user_id: string) =>
  answer(api.POST("/api/groups/{id}/members", { ...one(id), body: { user_id } }));
export const removeMember = (id: string, userId: string) =>
  answer(api.DELETE("/api/groups/{id}/members/{userId}", { params: { path: { id, userId } } }));

/** Whether AI chats of those in a chat may read it, as far as it is mine to say. */
export const allowAiContext = (id: string, allowed: boolean) =>
  answer(api.POST("/api/people-chats/{id}/ai-context", { ...one(id), body: { allowed } }));
export const fetchContextUses = (id: string) =>
  answer(api.GET("/api/people-chats/{id}/context-uses", { params: { path: { id }, query: { limit: 50 } } }));

const reaction = (id: string, messageId: string, emoji: string) => ({ params: { path: { id, messageId, emoji } } });

export const reactToPeople = (id: string, messageId: string, emoji: string) =>
  answer(api.PUT("/api/people-chats/{id}/messages/{messageId}/reactions/{emoji}", reaction(id, messageId, emoji)));

export const unreactToPeople = (id: string, messageId: string, emoji: string) =>
  answer(api.DELETE("/api/people-chats/{id}/messages/{messageId}/reactions/{emoji}", reaction(id, messageId, emoji)));

export const fetchPresence = () => answer(api.GET("/api/presence"));
/** Whether those I know may see that I am here. */
export const changePresence = (visible: boolean) => answer(api.PATCH("/api/presence", { body: { visible } }));
