import { QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from "@tanstack/react-router";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeEach, vi } from "vitest";
import { forgetCsrf } from "@/api/http";
import { queryClient } from "@/api/queries";

export type Call = { method: string; path: string; query: URLSearchParams; body: unknown };

/** The server of a test: what it was asked, and what it answers, by `METHOD /path`. */
export class FakeServer {
  calls: Call[] = [];
  private answers = new Map<string, (call: Call) => unknown>();

  on(route: string, answer: unknown): void {
    this.answers.set(route, typeof answer === "function" ? (answer as (call: Call) => unknown) : () => answer);
  }

  asked(route: string): Call[] {
    return this.calls.filter((call) => `${call.method} ${call.path}` === route);
  }

  readonly fetch = async (request: Request): Promise<Response> => {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/api/auth/csrf") return Response.json({ csrf_token: "t", signed_in: true });
    const { method } = request;
    const text = await request.text();
    const call = { method, path: pathname, query: searchParams, body: text ? JSON.parse(text) : undefined };
    this.calls.push(call);
    const answer = this.answers.get(`${method} ${pathname}`)?.(call);
    if (answer instanceof Response) return answer;
    if (answer === undefined && method !== "DELETE") return problem(404, "not_found", `Nothing answers ${pathname}.`);
    return answer === undefined ? new Response(null, { status: 204 }) : Response.json(answer);
  };
}

export const problem = (status: number, code: string, detail: string) =>
  Response.json({ status, code, detail }, { status, headers: { "content-type": "application/problem+json" } });

/** A fresh server before each test, and nothing remembered of the one before. */
export function aServer(): FakeServer {
  const server = new FakeServer();
  beforeEach(() => {
    Object.assign(server, new FakeServer());
    forgetCsrf();
    queryClient.clear();
    queryClient.setDefaultOptions({ queries: { retry: false } });
    vi.stubGlobal("fetch", (request: Request) => server.fetch(request));
    vi.stubGlobal("scrollTo", () => {});
    vi.stubGlobal("ResizeObserver", Seeing);
    vi.stubGlobal("IntersectionObserver", Seeing);
    // A test's page has no modal dialogs.
    HTMLDialogElement.prototype.showModal = function showModal() {
      this.open = true;
    };
    HTMLDialogElement.prototype.close = function close() {
      this.open = false;
    };
  });
  afterEach(() => {
    queryClient.clear();
    vi.unstubAllGlobals();
  });
  return server;
}

/** A test's page has no layout: everything is in view at once. */
class Seeing {
  constructor(private readonly tell: (entries: { isIntersecting: boolean }[]) => void) {}
  observe(): void {
    this.tell([{ isIntersecting: true }]);
  }
  disconnect(): void {}
}

/** Shows something as the app does, with its links and its questions; returns where its links lead, and the way out. */
export async function show(node: ReactNode): Promise<{ where: () => string; leave: () => void }> {
  const root = createRootRoute({ component: Outlet });
  const at = (path: string) => createRoute({ getParentRoute: () => root, path, component: () => node });
  const router = createRouter({
    routeTree: root.addChildren([
      at("/"),
      at("/c/$chatId"),
      at("/p/$chatId"),
      at("/people"),
      at("/memory"),
      at("/settings"),
      at("/sign-up"),
    ]),
    history: createMemoryHistory({ initialEntries: ["/"] }),
  });
  await router.load();
  const { unmount } = render(
    <QueryClientProvider client={queryClient}>
      {/* biome-ignore lint/suspicious/noExplicitAny: the app's own routes are registered, and these are others. */}
      <RouterProvider router={router as any} />
    </QueryClientProvider>,
  );
  return { where: () => router.state.location.href, leave: unmount };
}
