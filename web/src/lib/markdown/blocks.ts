/**
 * Cuts Markdown where a new paragraph, heading or fence begins at the left edge, so that a growing reply parses its last
 * block again and not everything above. Text whose parts refer to each other stays whole.
 */
export function blocks(text: string): string[] {
  if (/^ {0,3}\[[^\]]+\]:/m.test(text) || text.includes("[^")) return [text];
  const found: string[] = [];
  let current: string[] = [];
  let open: string | null = null;
  let blank = false;
  for (const line of text.split("\n")) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (open === null && blank && beginsBlock(line)) {
      found.push(current.join("\n"));
      current = [];
    }
    if (mark && open === null) open = mark;
    else if (mark && open && mark[0] === open[0] && mark.length >= open.length && line.trim() === mark) open = null;
    current.push(line);
    blank = line.trim() === "";
  }
  found.push(current.join("\n"));
  return found.filter((block) => block.trim() !== "");
}

/** Not an indented line (it may belong to a list above), nor a list item (it may go on with one). */
function beginsBlock(line: string): boolean {
  return /^[^\s>|*+-]/.test(line) && !/^\d+[.)]/.test(line) ? true : /^\*\*?\w/.test(line);
}
