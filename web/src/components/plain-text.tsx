import { Fragment, useMemo } from "react";
import { type Piece, pieces } from "@/lib/plain-text";

/** What a person wrote: as it is, with links that can be followed and names that were called. Nothing in it is loaded. */
export function PlainText({ text }: { text: string }) {
  const parts = useMemo(() => pieces(text), [text]);
  return (
    <>
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a text has no parts that move.
        <Fragment key={index}>{show(part)}</Fragment>
      ))}
    </>
  );
}

function show(part: Piece) {
  if (part.kind === "mention") return <strong className="font-semibold">{part.text}</strong>;
  if (part.kind === "text") return part.text;
  return (
    <a
      href={part.address}
      target="_blank"
      rel="noopener noreferrer nofollow"
      className="underline decoration-1 underline-offset-3 hover:decoration-2"
    >
      {part.text}
    </a>
  );
}
