import { create } from "zustand";
import { lookAtNotifications } from "./notifications";

/** A newer version of the app is ready beside this one. */
export const useNewVersion = create<{ waiting: ServiceWorker | null }>(() => ({ waiting: null }));

const lookEvery = 60 * 60_000;

/** Installs the worker, and follows it: `open` is called when a notification leads somewhere. In development there is none. */
export function startWorker(open: (path: string) => void): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  navigator.serviceWorker.addEventListener("message", ({ data }: MessageEvent) => {
    if (data?.type === "open" && typeof data.path === "string") open(data.path);
  });
  // After the page: what is shown comes first.
  window.addEventListener("load", () => void install());
}

async function install(): Promise<void> {
  // A browser may refuse to keep anything, as in some private windows: the app does without.
  const registration = await navigator.serviceWorker.register("/sw.js").catch(() => null);
  if (!registration) return;
  const look = () => {
    // The first one has nothing to take the place of.
    if (registration.waiting && navigator.serviceWorker.controller)
      useNewVersion.setState({ waiting: registration.waiting });
  };
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", look));
  look();
  setInterval(() => void registration.update().catch(() => undefined), lookEvery);
  await lookAtNotifications();
}

/** The page comes anew from the server, and the new worker with it. */
export function takeNewVersion(): void {
  const { waiting } = useNewVersion.getState();
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  if (waiting) waiting.postMessage({ type: "take-over" });
  else location.reload();
}
