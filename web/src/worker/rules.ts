/**
 * What the worker does with a request. A `kept` file never changes under its name; a `page`, and a `fresh` file, come from the server
 * while it answers. Null leaves it to the browser, which is right for everything that isn't a file of the app.
 */
export type Way = "page" | "kept" | "fresh" | null;

/** Never kept: what is somebody's own, and what other programs ask for. */
const others = ["/api", "/graphql", "/v1", "/health", "/ws", "/dev", "/admin"];

export function wayOf({ method, mode, url }: Pick<Request, "method" | "mode" | "url">, origin: string): Way {
  const address = new URL(url);
  if (method !== "GET" || address.origin !== origin) return null;
  const { pathname } = address;
  if (others.some((one) => pathname === one || pathname.startsWith(`${one}/`))) return null;
  if (mode === "navigate") return "page";
  if (pathname.startsWith("/assets/")) return "kept";
  return /^\/emoji\/|^\/[\w-]+\.(svg|png|js)$/.test(pathname) ? "fresh" : null;
}

export type Note = {
  title: string;
  options: { body: string; tag?: string; icon: string; badge: string; data: { path: string } };
};

/** What is shown of a push; of one that can't be read, that there is something. */
export function noteOf(text: string | undefined): Note {
  const given = read(text);
  const path = typeof given.path === "string" && /^\/(?![/\\])/.test(given.path) ? given.path : "/";
  return {
    title: typeof given.title === "string" && given.title ? given.title : "Kith",
    options: {
      body: typeof given.body === "string" ? given.body : "There is something new.",
      ...(typeof given.tag === "string" && { tag: given.tag }),
      icon: "/icon-192.png",
      badge: "/badge-96.png",
      data: { path },
    },
  };
}

function read(text: string | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? "");
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
