import { type KeyboardEvent, type RefObject, useLayoutEffect } from "react";

const tallest = 220;

/** Enter sends, Shift+Enter is a new line. An input method's Enter picks a word; 229 is how older browsers say so. */
export function sends(event: KeyboardEvent): boolean {
  return event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing && event.keyCode !== 229;
}

/** A field as high as what is written in it. */
export function useGrowing(field: RefObject<HTMLTextAreaElement | null>, text: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows what is written.
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${Math.min(element.scrollHeight, tallest)}px`;
  }, [field, text]);
}
