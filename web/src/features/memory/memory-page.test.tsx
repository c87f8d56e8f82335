import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { memoryChanged } from "@/api/memory-queries";
import { setMe } from "@/api/queries";
import type { Fact } from "@/api/types";
import { aServer, type Call, problem, show } from "@/components/under-test";
import { aFact, aMood } from "./fixtures";
import MemoryPage from "./memory-page";

const server = aServer();
let facts: Fact[];

beforeEach(() => {
  facts = [
    aFact("f1", "Likes mangoes."),
    aFact("f2", "Works as a nurse in Pune.", { kind: "work", pinned: true }),
    aFact("f3", "Takes tablets against migraine.", { kind: "health", sensitivity: "sensitive", pending: true }),
  ];
  setMe({ id: "u", email: "m@example.org", display_name: "Medhavi", role: "user", is_anonymous: false });
  server.on("GET /api/user-profile", { memory_enabled: true, sensitive_memory: "ask", onboarded: true });
  server.on("GET /api/ai/chats", { results: [{ id: "c1", title: "Fruit" }], next_cursor: null });
  server.on("GET /api/memory/moods", { results: [], next_cursor: null });
  server.on("GET /api/memory/facts", ({ query }: Call) => ({
    results: facts.filter(
      (fact) =>
        String(fact.pending) === query.get("pending") &&
        (!query.get("kind") || fact.kind === query.get("kind")) &&
        fact.text.toLowerCase().includes((query.get("q") ?? "").toLowerCase()) &&
        (query.get("include_superseded") || !fact.superseded_by),
    ),
    next_cursor: null,
  }));
  for (const { id } of facts) {
    server.on(`PATCH /api/memory/facts/${id}`, ({ body }: Call) => {
      facts = facts.map((fact) => (fact.id === id ? { ...fact, ...(body as Partial<Fact>) } : fact));
      return facts.find((fact) => fact.id === id);
    });
    server.on(`DELETE /api/memory/facts/${id}`, () => {
      facts = facts.filter((fact) => fact.id !== id);
    });
  }
});

const list = () => screen.findByRole("list", { name: "Facts" });
const texts = async () =>
  within(await list())
    .queryAllByRole("listitem")
    .map((row) => row.querySelector("p")?.textContent);
const menu = async (text: string, action: string) => {
  await userEvent.click(await screen.findByRole("button", { name: `More for: ${text}` }));
  await userEvent.click(await screen.findByRole("menuitem", { name: action }));
};

test("what is known is listed, what is pinned first, and what waits for a yes apart", async () => {
  await show(<MemoryPage factId={null} />);
  await waitFor(async () => expect(await texts()).toEqual(["Works as a nurse in Pune.", "Likes mangoes."]));
  const pending = screen.getByRole("region", { name: "May I remember this?" });
  expect(within(pending).getByText("Takes tablets against migraine.")).toBeTruthy();
  expect(within(pending).getByText("Sensitive")).toBeTruthy();
});

test("a yes moves it to what is known", async () => {
  await show(<MemoryPage factId={null} />);
  await userEvent.click(await screen.findByRole("button", { name: "Yes, remember: Takes tablets against migraine." }));
  await waitFor(async () => expect(await texts()).toContain("Takes tablets against migraine."));
  expect(screen.queryByRole("region", { name: "May I remember this?" })).toBeNull();
  expect(server.asked("PATCH /api/memory/facts/f3").map(({ body }) => body)).toEqual([{ pending: false }]);
});

test("moods wait for a yes too, and one that is not to be kept goes when the page is left", async () => {
  const at = new Date(Date.now() - 7_200_000).toISOString();
  server.on("GET /api/memory/moods", { results: [aMood("d1", at, -0.7, { pending: true })], next_cursor: null });
  server.on("PATCH /api/memory/moods/d1", aMood("d1", at, -0.7));
  const { leave } = await show(<MemoryPage factId={null} />);
  await userEvent.click(await screen.findByRole("button", { name: "No, don't remember: You felt sad." }));
  expect(await screen.findByText("Not remembered: You felt sad.")).toBeTruthy();
  expect(server.asked("DELETE /api/memory/moods/d1")).toEqual([]);
  leave();
  await waitFor(() => expect(server.asked("DELETE /api/memory/moods/d1")).toHaveLength(1));
});

test("what is refused is taken back", async () => {
  server.on("PATCH /api/memory/facts/f1", () => problem(503, "busy", "Not now."));
  await show(<MemoryPage factId={null} />);
  const pin = () =>
    within(screen.getByText("Likes mangoes.").closest("li") as HTMLElement).getByRole("button", { name: /pin/i });
  await screen.findByText("Likes mangoes.");
  await userEvent.click(pin());
  await waitFor(() => expect(server.asked("PATCH /api/memory/facts/f1")).toHaveLength(1));
  await waitFor(() => expect(pin().getAttribute("aria-pressed")).toBe("false"));
});

test("searching and filtering ask the server", async () => {
  await show(<MemoryPage factId={null} />);
  await list();
  await userEvent.type(screen.getByRole("searchbox", { name: "Search what I know" }), "mango");
  await waitFor(async () => expect(await texts()).toEqual(["Likes mangoes."]));
  await userEvent.selectOptions(screen.getByRole("combobox", { name: "Kind" }), "work");
  await screen.findByText("Nothing I know fits that.");
});

test("what was replaced is shown when asked for", async () => {
  facts.push(aFact("f0", "Works as a baker.", { kind: "work", superseded_by: "f2" }));
  await show(<MemoryPage factId={null} />);
  await screen.findByText("Likes mangoes.");
  expect(screen.queryByText("Works as a baker.")).toBeNull();
  await userEvent.click(screen.getByRole("checkbox", { name: "Also what is over" }));
  const row = (await screen.findByText("Works as a baker.")).closest("li") as HTMLElement;
  expect(within(row).getByText("Replaced")).toBeTruthy();
});

test("a fact is put into other words", async () => {
  await show(<MemoryPage factId={null} />);
  await menu("Likes mangoes.", "Edit");
  const dialog = await screen.findByRole("dialog", { name: "In other words" });
  const field = within(dialog).getByLabelText("About you");
  await userEvent.clear(field);
  await userEvent.type(field, "Loves mangoes.");
  await userEvent.click(within(dialog).getByRole("radio", { name: /Only on this machine/ }));
  await userEvent.click(within(dialog).getByRole("button", { name: "Save" }));
  const row = (await screen.findByText("Loves mangoes.")).closest("li") as HTMLElement;
  expect(within(row).getByText("Only on this machine")).toBeTruthy();
  expect(server.asked("PATCH /api/memory/facts/f1").map(({ body }) => body)).toEqual([
    { text: "Loves mangoes.", kind: "like", sensitivity: "local_only" },
  ]);
});

test("a fact is written by hand", async () => {
  server.on("POST /api/memory/facts", ({ body }: Call) => {
    const fact = aFact("f9", "", { ...(body as Partial<Fact>), origin: "person" });
    facts.push(fact);
    return fact;
  });
  await show(<MemoryPage factId={null} />);
  await userEvent.click(await screen.findByRole("button", { name: "Add" }));
  await userEvent.type(await screen.findByLabelText("About you"), "Sings in a choir.");
  await userEvent.click(screen.getByRole("button", { name: "Remember" }));
  expect(await screen.findByText("Sings in a choir.")).toBeTruthy();
});

test("what is forgotten can be kept after all", async () => {
  await show(<MemoryPage factId={null} />);
  await menu("Likes mangoes.", "Forget");
  const undo = await screen.findByRole("button", { name: "Undo" });
  await waitFor(() => expect(document.activeElement).toBe(undo));
  await userEvent.click(undo);
  await waitFor(async () => expect(await texts()).toContain("Likes mangoes."));
  expect(server.asked("DELETE /api/memory/facts/f1")).toEqual([]);
});

test("why it is known leads to the message", async () => {
  const said = { id: "m1", chat: "c1", role: "user", content: "I love mangoes", created_at: "2026-03-03T10:00:00Z" };
  server.on("GET /api/memory/facts/f1", { ...aFact("f1", "Likes mangoes."), source_messages: [said] });
  const { where } = await show(<MemoryPage factId={null} />);
  const row = (await screen.findByText("Likes mangoes.")).closest("li") as HTMLElement;
  await userEvent.click(within(row).getByRole("button", { name: "Why do you know this?" }));
  const source = await within(row).findByRole("link", { name: /I love mangoes/ });
  expect(source.textContent).toContain("Fruit");
  await userEvent.click(source);
  await waitFor(() => expect(where()).toBe("/c/c1?m=m1"));
});

test("what changes elsewhere changes here", async () => {
  await show(<MemoryPage factId={null} />);
  await screen.findByText("Likes mangoes.");
  facts = facts.filter((fact) => fact.id !== "f1");
  act(() => memoryChanged({ type: "event", cursor: "1", kind: "memory.changed", id: "f1", fact: null, deleted: true }));
  await waitFor(() => expect(screen.queryByText("Likes mangoes.")).toBeNull());
  facts.push(aFact("f5", "Has a sister called Priya.", { kind: "family" }));
  act(() => memoryChanged({ type: "event", cursor: "2", kind: "memory.changed", id: "f5", fact: facts.at(-1) }));
  expect(await screen.findByText("Has a sister called Priya.")).toBeTruthy();
});

test("of a story the beginning is shown, in the direction it is written in", async () => {
  facts = [aFact("f9", "كان يا ما كان. ".repeat(40))];
  await show(<MemoryPage factId={null} />);
  const words = await screen.findByText(/كان يا ما كان/);
  expect(words.getAttribute("dir")).toBe("auto");
  expect(words.className).toContain("line-clamp");
  await userEvent.click(screen.getByRole("button", { name: "All of it" }));
  expect(words.className).not.toContain("line-clamp");
  expect(screen.getByRole("button", { name: "Less" }).getAttribute("aria-expanded")).toBe("true");
});

test("what waits for a yes tells why it is known, and a mood where it was said", async () => {
  const said = { id: "m3", chat: "c1", role: "user", content: "I take tablets.", created_at: "2026-03-03T10:00:00Z" };
  server.on("GET /api/memory/facts/f3", () => ({ ...facts[2], source_messages: [said] }));
  server.on("GET /api/memory/moods", ({ query }: Call) => ({
    results: query.get("pending") ? [aMood("a", "2026-03-03T10:00:00Z", -0.6, { pending: true })] : [],
    next_cursor: null,
  }));
  await show(<MemoryPage factId={null} />);
  const pending = await screen.findByRole("region", { name: "May I remember this?" });
  await userEvent.click(await within(pending).findByRole("button", { name: "Why do you know this?" }));
  const source = await within(pending).findByRole("link", { name: /I take tablets/ });
  expect(source.getAttribute("href")).toBe("/c/c1?m=m3");
  const mood = await within(pending).findByRole("link", { name: "Where you said it" });
  expect(mood.getAttribute("href")).toBe("/c/c1?m=m1");
});

test("everything goes only when it is written out", async () => {
  await show(<MemoryPage factId={null} />);
  await screen.findByText("Likes mangoes.");
  server.on("DELETE /api/memory", () => {
    facts = [];
  });
  await userEvent.click(screen.getByRole("button", { name: "Forget everything…" }));
  const dialog = await screen.findByRole("dialog", { name: "Forget everything about you?" });
  const button = within(dialog).getByRole<HTMLButtonElement>("button", { name: "Forget everything" });
  expect(button.disabled).toBe(true);
  await userEvent.type(within(dialog).getByRole("textbox"), "Forget everything");
  await userEvent.click(button);
  expect(await screen.findByText(/^Nothing yet\./)).toBeTruthy();
});

test("a failure is said, and can be tried again", async () => {
  server.on("GET /api/memory/facts", () => problem(500, "internal", "It broke."));
  await show(<MemoryPage factId={null} />);
  await screen.findByText("It broke.");
  server.on("GET /api/memory/facts", { results: [aFact("f1", "Likes mangoes.")], next_cursor: null });
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText("Likes mangoes.")).toBeTruthy();
});

test("moods are gone along with the arrow keys, and one is put right", async () => {
  const hours = (ago: number) => new Date(Date.now() - ago * 3_600_000).toISOString();
  let moods = [aMood("a", hours(50), -0.7), aMood("b", hours(3), 0.8)];
  server.on("GET /api/memory/moods", () => ({ results: moods, next_cursor: null }));
  server.on("PATCH /api/memory/moods/a", ({ body }: Call) => {
    moods = moods.map((mood) => (mood.id === "a" ? { ...mood, ...(body as object) } : mood));
    return moods[0];
  });
  await show(<MemoryPage factId={null} />);
  const last = await screen.findByRole("button", { name: /^happy, good/ });
  act(() => last.focus());
  await userEvent.keyboard("{ArrowLeft}");
  const first = screen.getByRole("button", { name: /^sad, bad/ });
  await waitFor(() => expect(document.activeElement).toBe(first));
  const section = screen.getByRole("region", { name: "How you felt" });
  expect(within(section).getByRole("link", { name: "Where you said it" }).getAttribute("href")).toBe("/c/c1?m=m1");
  await userEvent.click(within(section).getByRole("button", { name: "Edit" }));
  const word = await screen.findByLabelText("In a word");
  await userEvent.clear(word);
  await userEvent.type(word, "tired");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByRole("button", { name: /^tired, bad/ })).toBeTruthy();
});

test("that moods are switched off is said, with the way to switch them on", async () => {
  server.on("GET /api/user-profile", { memory_enabled: true, sensitive_memory: "off", onboarded: true });
  await show(<MemoryPage factId={null} />);
  const section = await screen.findByRole("region", { name: "How you felt" });
  const link = await within(section).findByRole("link", { name: "settings" });
  expect(link.getAttribute("href")).toBe("/settings#memory");
});
