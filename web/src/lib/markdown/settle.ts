const fence = /^ {0,3}(`{3,}|~{3,})(.*)$/;

/**
 * Makes the beginning of a Markdown text read like the whole will: what is opened and not yet closed is closed, and what
 * cannot be told yet (half a link, a line that may turn the one above into a heading) waits. Finished text is not touched.
 */
export function settle(text: string): string {
  if (openFence(text)) return text.replace(/\n {0,3}[`~]+$/, "");
  let rest = text;
  // "- " begins a list, "---" below a line makes it a heading: wait for what comes after.
  rest = rest.replace(/\n[ \t]*(?:[-=*_+#>|]+|\d+[.)]?)[ \t]*$/, "\n");
  // A table is none until its second line says so.
  rest = rest.replace(/(^|\n\n)\|[^\n]*(?:\n[|:\- \t]*)?$/, "$1");
  rest = rest.replace(/!?\[[^\]\n]*$/, (half) => (half.startsWith("!") ? "" : half.slice(1)));
  rest = rest.replace(/!\[([^\]\n]*)\]\([^)\s]*$/, "$1");
  rest = rest.replace(/\[([^\]\n]*)\]\([^)\n]*$/, "$1");
  rest = rest.replace(/<[a-zA-Z/!][^>\n]*$/, "");
  return closeInline(rest);
}

/** Whether the text ends inside a fenced code block. */
export function openFence(text: string): boolean {
  let open: string | null = null;
  for (const line of text.split("\n")) {
    const found = fence.exec(line);
    const mark = found?.[1];
    if (!mark) continue;
    if (open === null) open = mark;
    else if (mark[0] === open[0] && mark.length >= open.length && !found?.[2]?.trim()) open = null;
  }
  return open !== null;
}

/** Emphasis and code spans end with their paragraph, so only the last one can be open. */
function closeInline(text: string): string {
  const start = text.lastIndexOf("\n\n") + 1;
  const trimmed = text.trimEnd();
  const last = trimmed.slice(start);
  const ticks = last.match(/`+/g) ?? [];
  if (ticks.length % 2 === 1) {
    const tick = ticks.at(-1) ?? "`";
    return trimmed.endsWith(tick) ? trimmed.slice(0, -tick.length) : trimmed + tick;
  }
  const open = openMarks(last.replace(/`[^`]*`/g, (span) => "x".repeat(span.length)));
  return open.toReversed().reduce((all, mark) => {
    // A mark with nothing behind it yet would be shown as itself.
    return all.endsWith(mark) ? all.slice(0, -mark.length).trimEnd() : all + mark;
  }, trimmed);
}

/** A mark opens before a word and closes after one; between spaces (2 * 3) or inside a name (a_b) it is only itself. */
function openMarks(text: string): string[] {
  const open: string[] = [];
  for (const { 0: mark, index } of text.matchAll(/\*\*\*|\*\*|\*|~~|__|_/g)) {
    const before = text[index - 1] ?? " ";
    const after = text[index + mark.length] ?? "";
    const inName = /\w/.test(before) && (/\w/.test(after) || mark.startsWith("_"));
    if (open.at(-1) === mark && /\S/.test(before)) open.pop();
    else if (!/\s/.test(after) && !inName) open.push(mark);
  }
  return open;
}
