import { noteOf, wayOf } from "./rules";

/**
 * The service worker: the app opens without a network, and says what happens while it is closed. Pages come from the server
 * whenever it answers, so nobody is held back at an old version; files have names that change with them, so kept ones are right.
 */

/** What there is of these in a worker; the page's own types know none of it. */
type ExtendableEvent = Event & { waitUntil(work: Promise<unknown>): void };
type FetchEvent = ExtendableEvent & { request: Request; respondWith(answer: Promise<Response>): void };
type PushEvent = ExtendableEvent & { data: { text(): string } | null };
type NotificationEvent = ExtendableEvent & { notification: Notification & { data: { path: string } } };
type WindowClient = {
  url: string;
  focus(): Promise<WindowClient>;
  postMessage(message: unknown): void;
  visibilityState: DocumentVisibilityState;
};
type Clients = {
  matchAll(options: { type: "window"; includeUncontrolled: boolean }): Promise<WindowClient[]>;
  openWindow(path: string): Promise<WindowClient | null>;
  claim(): Promise<void>;
};
type Events = {
  install: ExtendableEvent;
  activate: ExtendableEvent;
  fetch: FetchEvent;
  push: PushEvent;
  notificationclick: NotificationEvent;
  message: MessageEvent;
};
type Scope = {
  clients: Clients;
  registration: ServiceWorkerRegistration;
  location: Location;
  skipWaiting(): Promise<void>;
  addEventListener<K extends keyof Events>(name: K, listener: (event: Events[K]) => void): void;
};

/** Put here by the build: the files of this version, and a name for all of them. */
declare const APP_FILES: string[];
declare const APP_VERSION: string;

const scope = self as unknown as Scope;
const cacheName = `kith-${APP_VERSION}`;
const page = "/";

scope.addEventListener("install", (event) => {
  // Past the browser's own cache: the page of this version is wanted.
  const fresh = [page, ...APP_FILES].map((file) => new Request(file, { cache: "no-cache" }));
  event.waitUntil(caches.open(cacheName).then((cache) => cache.addAll(fresh)));
});

scope.addEventListener("activate", (event) => {
  event.waitUntil(tidy());
});

async function tidy(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((one) => one.startsWith("kith-") && one !== cacheName);
  await Promise.all(old.map((one) => caches.delete(one)));
  await scope.clients.claim();
}

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const way = wayOf(request, scope.location.origin);
  if (way === "page") event.respondWith(fetch(request).catch(() => kept(page)));
  if (way === "kept") event.respondWith(caches.match(request).then((known) => known ?? fetch(request)));
  if (way === "fresh") event.respondWith(fetched(request).catch(() => kept(request)));
});

async function kept(wanted: Request | string): Promise<Response> {
  return (await caches.match(wanted)) ?? Response.error();
}

async function fetched(request: Request): Promise<Response> {
  const response = await fetch(request);
  if (response.status === 200) {
    const cache = await caches.open(cacheName);
    await cache.put(request, response.clone());
  }
  return response;
}

scope.addEventListener("push", (event) => {
  const { title, options } = noteOf(event.data?.text());
  event.waitUntil(scope.registration.showNotification(title, options));
});

scope.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.path ?? "/"));
});

/** In a window that is there, or in a new one. */
async function open(path: string): Promise<void> {
  const windows = await scope.clients.matchAll({ type: "window", includeUncontrolled: true });
  const app = windows.filter((one) => wayOf({ method: "GET", mode: "navigate", url: one.url }, scope.location.origin));
  const there = app.find((one) => one.visibilityState === "visible") ?? app[0];
  if (!there) return void (await scope.clients.openWindow(path));
  there.postMessage({ type: "open", path });
  await there.focus();
}

/** The page shows another version, and asks for its worker. */
scope.addEventListener("message", (event) => {
  if (event.data?.type === "take-over") void scope.skipWaiting();
});
