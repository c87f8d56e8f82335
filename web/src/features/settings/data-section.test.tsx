import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { importFile } from "@/api/portability";
import { ApiError } from "@/api/problem";
import { setMe } from "@/api/queries";
import type { Imported, User } from "@/api/types";
import { aServer, show } from "@/components/under-test";
import { DataSection } from "./data-section";

vi.mock("@/api/portability", async (original) => ({ ...(await original<object>()), importFile: vi.fn() }));

const server = aServer();
const file = new File(["{}"], "conversations.json", { type: "application/json" });
let end: { resolve: (imported: Imported) => void; reject: (error: Error) => void };

const me: User = { id: "u", email: "m@example.org", display_name: "Maya", role: "user", is_anonymous: false };

beforeEach(() => {
  server.on("GET /api/ai/chats/c1", { id: "c1", title: "About a cat" });
  setMe(me);
  vi.mocked(importFile).mockReset();
  vi.mocked(importFile).mockImplementation((_file, onProgress, signal) => {
    onProgress({ sent: 1, size: 2 * 1024 * 1024, read: { bytes: 1024 * 1024, conversations: 1, messages: 1200 } });
    return new Promise((resolve, reject) => {
      end = { resolve, reject };
      signal.addEventListener("abort", () => reject(new DOMException("Stopped", "AbortError")));
    });
  });
});

const choose = async () => {
  await show(<DataSection />);
  await userEvent.upload(screen.getByLabelText("A file of conversations"), file);
};

test("everything can be taken along", async () => {
  await show(<DataSection />);
  const link = screen.getByRole("link", { name: "Export everything of mine" });
  expect(link.getAttribute("href")).toBe("/api/export");
  expect(link.hasAttribute("download")).toBe(true);
});

test("a file is brought in, its way is told, and what came of it is listed", async () => {
  await choose();
  expect(vi.mocked(importFile).mock.calls[0]?.[0]).toBe(file);
  await screen.findByText(`1 MB of 2 MB · 1 conversation, ${(1200).toLocaleString()} messages`);
  expect(screen.getByRole("progressbar", { name: "Importing" })).toBeTruthy();
  end.resolve({
    conversations: [
      { id: "c1", external_id: "x", title: "About a cat", messages: 4, added: 4, note: null },
      { id: "c2", external_id: "y", title: null, messages: 9, added: 0, note: null },
    ],
    agents: 0,
    facts: 0,
    moods: 0,
    left_out: [],
  });
  await screen.findByText("2 conversations read, 4 messages new.");
  await screen.findByRole("link", { name: "About a cat" });
  expect(screen.getAllByRole("link").map((link) => link.getAttribute("href"))).toEqual(["/api/export", "/c/c1"]);
  expect(screen.queryByRole("progressbar")).toBeNull();
});

test("a guest, whose things go, takes along and brings nothing", async () => {
  setMe({ ...me, is_anonymous: true });
  await show(<DataSection />);
  expect(screen.queryByLabelText("A file of conversations")).toBeNull();
  expect(screen.getByRole("link", { name: "create an account" }).getAttribute("href")).toBe("/sign-up");
  expect(screen.getByRole("link", { name: "Export everything of mine" })).toBeTruthy();
});

test("what went wrong is said in the server's words", async () => {
  await choose();
  end.reject(new ApiError(413, "too_large", "At most 200 MB."));
  expect((await screen.findByRole("alert")).textContent).toBe("At most 200 MB.");
});

test("it can be stopped, which is no failure", async () => {
  await choose();
  await userEvent.click(screen.getByRole("button", { name: "Stop" }));
  await waitFor(() => expect(screen.getByText(/^Stopped\./)).toBeTruthy());
  expect(screen.queryByRole("alert")).toBeNull();
});
