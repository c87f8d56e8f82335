import { create } from "zustand";
import { addPushDevice, fetchPushKey, removePushDevice } from "@/api/push";

/**
 * Whether this device tells what happens while the app is closed. `unsupported`: the browser can't, or not before the app is
 * installed. `off` may be asked about; `denied` is the browser's to change.
 */
export type Standing = "unsupported" | "off" | "on" | "denied";

type State = {
  standing: Standing;
  /** There was a reason to be asked, and nobody has answered yet. */
  wanted: boolean;
};

const answered = "kith.notifications.asked";

export const useNotifications = create<State>(() => ({ standing: "unsupported", wanted: false }));

const isPossible = () => "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

/** A first message came while nobody looked, or a first connection was made: now it makes sense to ask. Once. */
export function allowAsking(): void {
  if (useNotifications.getState().standing === "off" && !wasAsked()) useNotifications.setState({ wanted: true });
}

export function stopAsking(): void {
  keepAsked();
  useNotifications.setState({ wanted: false });
}

/** How it stands with this device, as far as the browser tells. */
export async function lookAtNotifications(): Promise<void> {
  // Without a worker, as in development, nobody could be told.
  if (!isPossible() || !(await navigator.serviceWorker.getRegistration())) return;
  const subscription = await subscriptionHere();
  const standing = Notification.permission === "denied" ? "denied" : subscription ? "on" : "off";
  useNotifications.setState({ standing });
}

/** By a click of the person, or browsers refuse to ask. False when the browser was told no. */
export async function notify(showContent: boolean): Promise<boolean> {
  stopAsking();
  if ((await Notification.requestPermission()) !== "granted") {
    await lookAtNotifications();
    return false;
  }
  const registration = await navigator.serviceWorker.ready;
  const { public_key } = await fetchPushKey();
  const subscription = await subscribe(registration, public_key);
  await addPushDevice(subscription, showContent);
  useNotifications.setState({ standing: "on" });
  return true;
}

export async function stopNotifying(): Promise<void> {
  const subscription = await subscriptionHere();
  if (subscription) {
    await removePushDevice(subscription.endpoint);
    await subscription.unsubscribe();
  }
  await lookAtNotifications();
}

async function subscriptionHere(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration();
  return (await registration?.pushManager.getSubscription()) ?? null;
}

/** A subscription belongs to one key: after the server's was made anew, the old one leads nowhere. */
async function subscribe(registration: ServiceWorkerRegistration, key: string): Promise<PushSubscription> {
  const options = { userVisibleOnly: true, applicationServerKey: key };
  try {
    return await registration.pushManager.subscribe(options);
  } catch (error) {
    const before = await registration.pushManager.getSubscription();
    if (!before) throw error;
    await before.unsubscribe();
    return registration.pushManager.subscribe(options);
  }
}

function wasAsked(): boolean {
  try {
    return localStorage.getItem(answered) !== null;
  } catch {
    return true;
  }
}

function keepAsked(): void {
  try {
    localStorage.setItem(answered, "yes");
  } catch {
    // Then it is asked again another time.
  }
}
