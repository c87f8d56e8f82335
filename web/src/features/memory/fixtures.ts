import type { Fact, Mood } from "@/api/types";

export function aFact(id: string, text: string, part: Partial<Fact> = {}): Fact {
  return {
    id,
    kind: "like",
    subject: "me",
    text,
    sources: ["m1"],
    salience: 0.5,
    sensitivity: "normal",
    pinned: false,
    pending: false,
    origin: "rules",
    valid_from: null,
    valid_until: null,
    superseded_by: null,
    suspended: false,
    created_at: "2026-03-03T10:00:00Z",
    updated_at: "2026-03-03T10:00:00Z",
    ...part,
  };
}

export function aMood(id: string, at: string, valence: number, part: Partial<Mood> = {}): Mood {
  return {
    id,
    label: valence < 0 ? "sad" : "happy",
    valence,
    at,
    message_id: "m1",
    chat_id: "c1",
    pending: false,
    ...part,
  };
}
