/** The beginning of a text in at most so many characters, ending after a whole word where it has any. */
export function clip(text: string, most: number): string {
  if (text.length <= most) return text;
  const room = text.slice(0, most);
  const words = room.slice(0, Math.max(room.lastIndexOf(" "), 0)) || room.slice(0, -1);
  return `${words.replace(/[\s\p{P}]+$/u, "")}…`;
}
