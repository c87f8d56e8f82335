import { answer, api, asEvents, firstEvent } from "./http";
import type { ChatChange, ChatDraft, Schemas } from "./types";

export const pageSize = 50;

const one = (id: string) => ({ params: { path: { id } } });
const message = (id: string, messageId: string) => ({ params: { path: { id, messageId } } });

export const fetchChats = (cursor: string | null) =>
  answer(api.GET("/api/ai/chats", { params: { query: { limit: 100, cursor: cursor ?? undefined } } }));

export const fetchChat = (id: string) => answer(api.GET("/api/ai/chats/{id}", one(id)));
export const createChat = (draft: ChatDraft) => answer(api.POST("/api/ai/chats", { body: draft }));
export const changeChat = (id: string, change: ChatChange) =>
  answer(api.PATCH("/api/ai/chats/{id}", { ...one(id), body: change }));
export const deleteChat = (id: string) => answer(api.DELETE("/api/ai/chats/{id}", one(id)));
export const endChat = (id: string) => answer(api.POST("/api/ai/chats/{id}/end", one(id)));

/** Newest first: page one is what a reader wants to see, the cursor leads back in time. */
export function fetchMessages(id: string, cursor: string | null, limit = pageSize) {
  const query = { limit, order: "desc", cursor: cursor ?? undefined } as const;
  return answer(api.GET("/api/ai/chats/{id}/messages", { params: { path: { id }, query } }));
}

/** A turn that was accepted. Its answer comes over the socket. */
export type Begun = Schemas["TurnMessageEvent"];

/** Other words in the place of a message: a new branch, which is answered. */
export const editMessage = (chatId: string, id: string, content: string, client_id: string) =>
  firstEvent<Begun>(
    api.PATCH("/api/ai/chats/{id}/messages/{messageId}", {
      ...message(chatId, id),
      ...asEvents,
      body: { content, client_id },
    }),
  );

/** Another answer beside this one. */
export const regenerateMessage = (chatId: string, id: string) =>
  firstEvent<Begun>(
    api.POST("/api/ai/chats/{id}/messages/{messageId}/regenerate", { ...message(chatId, id), ...asEvents }),
  );

/** Makes the branch of this message the one that is shown and goes on. */
export const selectMessage = (chatId: string, id: string) =>
  answer(api.POST("/api/ai/chats/{id}/messages/{messageId}/select", message(chatId, id)));

/** Removes a message with everything after it. */
export const deleteMessage = (chatId: string, id: string) =>
  answer(api.DELETE("/api/ai/chats/{id}/messages/{messageId}", message(chatId, id)));

/** A chat of its own, with everything up to this message. */
export const forkChat = (chatId: string, messageId: string) =>
  answer(api.POST("/api/ai/chats/{id}/fork", { ...one(chatId), body: { message: messageId } }));

export const stopTurn = (turnId: string) => answer(api.POST("/api/turns/{id}/stop", one(turnId)));

/** Everything of mine with these words in it, the best first. */
export const searchMessages = (q: string, cursor: string | null, signal?: AbortSignal) =>
  answer(api.GET("/api/search", { params: { query: { q, limit: 20, cursor: cursor ?? undefined } }, signal }));
