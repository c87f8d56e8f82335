import { lazy, Suspense } from "react";

const load = () => import("./markdown");
const Markdown = lazy(load);

/** Fetches the renderer before the first reply needs it. */
export const preloadMarkdown = (): void => void load();

/** Markdown of a message; its plain text until the renderer is there. */
export function MessageText({ text, streaming }: { text: string; streaming?: boolean }) {
  return (
    <Suspense fallback={<div className="prose whitespace-pre-wrap">{text}</div>}>
      <Markdown text={text} streaming={streaming} />
    </Suspense>
  );
}
