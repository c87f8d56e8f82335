import { safeLink } from "./markdown/links";

export type Piece =
  | { kind: "text"; text: string }
  | { kind: "mention"; text: string }
  | { kind: "link"; text: string; address: string };

const finder = /(?<link>\b(?:https?:\/\/|www\.)[^\s<>"]+)|(?<=^|[\s(])(?<mention>@[a-z0-9][\w-]*)/giu;

/** A plain text in pieces: links, names called with an @, and what is between them. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  const add = (piece: Piece, from: number) => {
    if (from > at) found.push({ kind: "text", text: text.slice(at, from) });
    found.push(piece);
    at = from + piece.text.length;
  };
  for (const match of text.matchAll(finder)) {
    const { link, mention } = match.groups ?? {};
    if (mention) add({ kind: "mention", text: mention }, match.index);
    const words = link && withoutEnd(link);
    const address = words && safeLink(/^www\./i.test(words) ? `https://${words}` : words);
    if (address) add({ kind: "link", text: words, address }, match.index);
  }
  if (at < text.length) found.push({ kind: "text", text: text.slice(at) });
  return found;
}

/** A sentence goes on after its link, and a bracket around it is none of its. */
function withoutEnd(link: string): string {
  const trimmed = link.replace(/[.,;:!?'"»”’]+$/u, "");
  const opened = trimmed.split("(").length;
  return trimmed.endsWith(")") && trimmed.split(")").length > opened ? withoutEnd(trimmed.slice(0, -1)) : trimmed;
}
