// Answers as examples: what came, without what is somebody's secret or different each time, and no longer than one likes to read.

const secrets = {
  access_token: "eyJhbGciOiJIUzI1NiJ9…",
  refresh_token: "kq2Wc0…",
  csrf_token: "Jx3nqP…",
  ticket: "9fTz1B…",
  key: "kith_sk_…",
  public_key: "BJRZCjLIPdY01btn…",
  token: "cS5e0a…",
  trace_id: "2aceffbbc3c4c3a9b3d2156f2864f328",
  next_cursor: "MTc5NTMzMjQwMDAwMA",
  cursor: "42",
};

const moment = "2026-11-27T09:00:00.000Z";
const mostItems = 2;
const mostEvents = 6;

/** Replaces the ids of one run by such as stay the same from run to run: the first is …01, the next …02. */
export function exampleMaker() {
  const ids = new Map();
  const idFor = (id) => {
    if (!ids.has(id)) ids.set(id, `01980000-0000-7000-8000-${String(ids.size + 1).padStart(12, "0")}`);
    return ids.get(id);
  };
  const textOf = (text) =>
    text
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, idFor)
      .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, moment)
      .replace(/(medhavi|asha)\.\d+@/g, "$1@")
      .replace(/gardener-\d+/g, "gardener")
      .replace(/"created":\d+/g, '"created":1795770000')
      .replace(/chatcmpl-[0-9a-f]{32}/g, "chatcmpl-2aceffbbc3c4c3a9b3d2156f2864f328");
  const valueOf = (value, name) => {
    if (typeof value === "string") return name in secrets ? secrets[name] : name === "hint" ? "kith_sk_…" : textOf(value);
    if (name === "created") return 1795770000;
    if (Array.isArray(value)) return value.slice(0, mostItems).map((item) => valueOf(item));
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [textOf(key), valueOf(member, key)]));
  };
  return {
    json: (body) => JSON.stringify(valueOf(JSON.parse(body)), null, 2),
    /** The first events and the last. */
    events: (body) => {
      const all = textOf(body).split("\n\n").filter(Boolean);
      return `${[...all.slice(0, mostEvents - 1), ...all.slice(mostEvents - 1).slice(-1)].join("\n\n")}\n\n`;
    },
  };
}
