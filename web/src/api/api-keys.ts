import { answer, api } from "./http";
import type { NewKey } from "./types";

const one = (id: string) => ({ params: { path: { id } } });

export const fetchApiKeys = async () => (await answer(api.GET("/api/api-keys"))).results;

/** The answer is the only one that ever has the key itself. */
export const createApiKey = (key: NewKey) => answer(api.POST("/api/api-keys", { body: key }));

/** Another secret: the former is refused at once. */
export const rotateApiKey = (id: string) => answer(api.POST("/api/api-keys/{id}/rotate", one(id)));

export const revokeApiKey = (id: string) => answer(api.DELETE("/api/api-keys/{id}", one(id)));

export const fetchEndUsers = (id: string, cursor: string | null) =>
  answer(api.GET("/api/api-keys/{id}/users", { params: { path: { id }, query: { cursor: cursor ?? undefined } } }));

export const eraseEndUser = (id: string, userId: string) =>
  answer(api.DELETE("/api/api-keys/{id}/users/{userId}", { params: { path: { id, userId } } }));
