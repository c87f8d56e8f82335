import { useEffect } from "react";

let [title, unread]: [string | null, number] = [null, 0];

function show(): void {
  const name = title ? `${title} · Kith` : "Kith";
  document.title = unread > 0 ? `(${unread > 99 ? "99+" : unread}) ${name}` : name;
}

export function usePageTitle(next: string | null): void {
  useEffect(() => {
    title = next;
    show();
  }, [next]);
}

/** How much waits: before the title, and at the icon of the installed app. */
export function useUnreadMark(count: number): void {
  useEffect(() => {
    unread = count;
    show();
    if (!navigator.setAppBadge) return;
    // Only an installed app has an icon to mark.
    (count > 0 ? navigator.setAppBadge(count) : navigator.clearAppBadge()).catch(() => undefined);
  }, [count]);
}
