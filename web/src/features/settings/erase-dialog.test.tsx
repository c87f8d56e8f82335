import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { forgetCsrf } from "@/api/http";
import { EraseDialog } from "./erase-dialog";

const gone = { user_id: "u", erased: { accounts: 1 }, note: "Backups keep it." };
const onErased = vi.fn();
let sent: { path: string; method?: string; body: unknown }[];
let answer: Response;

beforeEach(() => {
  sent = [];
  onErased.mockReset();
  forgetCsrf();
  // The test's page has no modal dialogs.
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function close() {
    this.open = false;
  };
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname: path } = new URL(request.url);
    if (path === "/api/auth/csrf") return Response.json({ csrf_token: "t" });
    sent.push({ path, method: request.method, body: await request.json() });
    return answer;
  });
});

afterEach(() => vi.unstubAllGlobals());

const show = (guest: boolean) =>
  render(
    <QueryClientProvider client={new QueryClient()}>
      <EraseDialog guest={guest} email={guest ? null : "maya@example.org"} onErased={onErased} onClose={vi.fn()} />
    </QueryClientProvider>,
  );

test("an account is erased with its password", async () => {
  answer = Response.json(gone);
  show(false);
  await userEvent.type(screen.getByLabelText("Your password"), "a long quiet password");
  await userEvent.click(screen.getByRole("button", { name: "Delete my account" }));
  await waitFor(() => expect(onErased).toHaveBeenCalledOnce());
  expect(onErased.mock.calls[0]?.[0]).toEqual(gone);
  expect(sent).toEqual([{ path: "/api/auth/me", method: "DELETE", body: { password: "a long quiet password" } }]);
});

test("a wrong password is said at its field, once, and nothing is erased", async () => {
  const problem = { status: 400, detail: "password: is wrong", code: "invalid", errors: { password: ["is wrong"] } };
  answer = Response.json(problem, { status: 400, headers: { "content-type": "application/problem+json" } });
  show(false);
  await userEvent.type(screen.getByLabelText("Your password"), "guess");
  await userEvent.click(screen.getByRole("button", { name: "Delete my account" }));
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toBe("This is wrong.");
  expect(screen.getByLabelText("Your password").getAttribute("aria-describedby")).toBe(alert.id);
  expect(onErased).not.toHaveBeenCalled();
});

test("a guest is asked for no password", async () => {
  answer = Response.json(gone);
  show(true);
  expect(screen.queryByLabelText("Your password")).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Delete everything" }));
  await waitFor(() => expect(onErased).toHaveBeenCalledOnce());
  expect(sent).toEqual([{ path: "/api/auth/me", method: "DELETE", body: {} }]);
});
