import { firstEvent, get, patch, post, remove } from "./http";
import type { Chat, ChatChange, ChatDraft, Message, Page, SearchHit } from "./types";

const base = "/api/ai/chats/";
const one = (id: string) => `${base}${encodeURIComponent(id)}/`;

export const pageSize = 50;

export function fetchChats(cursor: string | null): Promise<Page<Chat>> {
  const query = new URLSearchParams({ limit: "100", ...(cursor && { cursor }) });
  return get<Page<Chat>>(`${base}?${query}`);
}

export const fetchChat = (id: string) => get<Chat>(one(id));
export const createChat = (draft: ChatDraft) => post<Chat>(base, draft);
export const changeChat = (id: string, change: ChatChange) => patch<Chat>(one(id), change);
export const deleteChat = (id: string) => remove(one(id));
export const endChat = (id: string) => post<Chat>(`${one(id)}end/`);

/** Newest first: page one is what a reader wants to see, the cursor leads back in time. */
export function fetchMessages(id: string, cursor: string | null, limit = pageSize): Promise<Page<Message>> {
  const query = new URLSearchParams({ limit: String(limit), order: "desc", ...(cursor && { cursor }) });
  return get<Page<Message>>(`${one(id)}messages/?${query}`);
}

const message = (chatId: string, id: string) => `${one(chatId)}messages/${encodeURIComponent(id)}/`;

/** A turn that was accepted. Its answer comes over the socket. */
export type Begun = { turn_id: string; user_message: Message };

/** Other words in the place of a message: a new branch, which is answered. */
export const editMessage = (chatId: string, id: string, content: string, client_id: string) =>
  firstEvent<Begun>("PATCH", message(chatId, id), { content, client_id });

/** Another answer beside this one. */
export const regenerateMessage = (chatId: string, id: string) =>
  firstEvent<Begun>("POST", `${message(chatId, id)}regenerate/`);

/** Makes the branch of this message the one that is shown and goes on. */
export const selectMessage = (chatId: string, id: string) => post<unknown>(`${message(chatId, id)}select/`);

/** Removes a message with everything after it. */
export const deleteMessage = (chatId: string, id: string) => remove(message(chatId, id));

/** A chat of its own, with everything up to this message. */
export const forkChat = (chatId: string, messageId: string) =>
  post<Chat>(`${one(chatId)}fork/`, { message: messageId });

export const stopTurn = (turnId: string) => post<unknown>(`/api/turns/${encodeURIComponent(turnId)}/stop/`);

/** Everything of mine with these words in it, the best first. */
export function searchMessages(q: string, cursor: string | null, signal?: AbortSignal): Promise<Page<SearchHit>> {
  const query = new URLSearchParams({ q, limit: "20", ...(cursor && { cursor }) });
  return get<Page<SearchHit>>(`/api/search/?${query}`, signal);
}
