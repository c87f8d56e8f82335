/** A text with some of its parts marked, pairs of start and length; what does not fit the text is left out. */
export function Highlighted({ text, parts }: { text: string; parts: readonly (readonly number[])[] }) {
  const pieces: React.ReactNode[] = [];
  let at = 0;
  for (const [start = 0, length = 0] of parts) {
    if (start < at || length <= 0 || start + length > text.length) continue;
    pieces.push(
      text.slice(at, start),
      <mark key={start} className="rounded-sm bg-warm-soft font-semibold text-on-warm-soft">
        {text.slice(start, start + length)}
      </mark>,
    );
    at = start + length;
  }
  pieces.push(text.slice(at));
  return <>{pieces}</>;
}
