import { answer, api } from "./http";
import type { AgentDraft } from "./types";

const one = (key: string) => ({ params: { path: { key } } });

export const fetchAgents = () => answer(api.GET("/api/agents", { params: { query: { limit: 200 } } }));
export const createAgent = (draft: AgentDraft) => answer(api.POST("/api/agents", { body: draft }));
export const changeAgent = (id: string, change: Partial<AgentDraft>) =>
  answer(api.PATCH("/api/agents/{key}", { ...one(id), body: change }));
export const deleteAgent = (id: string) => answer(api.DELETE("/api/agents/{key}", one(id)));
export const fetchModels = () => answer(api.GET("/api/models"));
