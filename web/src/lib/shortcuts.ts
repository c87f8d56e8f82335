import { useEffect } from "react";

const apple = /Mac|iPhone|iPad/.test(navigator.userAgent);

const shortcuts = {
  /** Browsers keep Ctrl+N for themselves. */
  new: {
    key: "k",
    label: apple ? "⌘K" : "Ctrl+K",
    test: (event: KeyboardEvent) => command(event) && event.key.toLowerCase() === "k",
  },
  write: { key: "/", label: "/", test: (event: KeyboardEvent) => event.key === "/" && !writing(event.target) },
  stop: {
    key: "Escape",
    label: "Esc",
    test: (event: KeyboardEvent) => event.key === "Escape" && !event.defaultPrevented,
  },
} as const;

export type Shortcut = keyof typeof shortcuts;

export const shortcutLabel = (name: Shortcut): string => shortcuts[name].label;

const command = (event: KeyboardEvent) => (apple ? event.metaKey : event.ctrlKey) && !event.shiftKey && !event.altKey;

const writing = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Not while a dialog is open: its keys are its own. */
export function useShortcut(name: Shortcut, action: (() => void) | null): void {
  useEffect(() => {
    if (!action) return;
    const listen = (event: KeyboardEvent) => {
      if (!shortcuts[name].test(event) || document.querySelector("dialog[open], [role=menu]")) return;
      event.preventDefault();
      action();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [name, action]);
}
