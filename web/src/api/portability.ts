import { csrfToken, eventOf, unreachable } from "./http";
import { problemFrom } from "./problem";
import type { paths } from "./schema";
import type { Imported, ImportProgress } from "./types";

/** A link, not a call: the browser saves what comes. */
export const exportPath = "/api/export" satisfies keyof paths;

const importPath = "/api/import" satisfies keyof paths;

export type ImportState = { sent: number; size: number; read: ImportProgress | null };

/**
 * Sends a file of conversations. `XMLHttpRequest` because a file may have 200 MB: `fetch` tells nothing until all of it is
 * there, while this one tells what went out and, as it comes, what the server made of it.
 */
export async function importFile(
  file: File,
  onProgress: (state: ImportState) => void,
  signal: AbortSignal,
): Promise<Imported> {
  const token = await csrfToken();
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const state: ImportState = { sent: 0, size: file.size, read: null };
    let taken = 0;
    let result: Imported | null = null;
    const told = (part: Partial<ImportState>) => onProgress(Object.assign(state, part) && { ...state });
    const take = () => {
      const events = request.responseText.slice(taken).split(/\r?\n\r?\n/);
      const rest = events.pop() ?? "";
      taken = request.responseText.length - rest.length;
      for (const { type, data } of events.map(eventOf)) {
        if (type === "progress") told({ read: JSON.parse(data) as ImportProgress });
        if (type === "done") result = JSON.parse(data) as Imported;
        if (type === "error") reject(problemFrom(502, JSON.parse(data), null));
      }
    };
    request.upload.onprogress = (event) => told({ sent: event.loaded });
    request.onprogress = () => request.status === 200 && take();
    request.onload = () => {
      if (request.status !== 200)
        return reject(
          problemFrom(request.status, readJson(request.responseText), request.getResponseHeader("retry-after")),
        );
      take();
      if (result) resolve(result);
      else reject(unreachable());
    };
    request.onerror = () => reject(unreachable());
    request.onabort = () => reject(new DOMException("Stopped", "AbortError"));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.open("POST", importPath);
    request.setRequestHeader("Accept", "text/event-stream");
    request.setRequestHeader("Content-Type", "application/json");
    request.setRequestHeader("X-Kith-CSRF", token);
    request.send(file);
  });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
