export type Piece = { kind: "plain" | "key" | "text" | "note" | "number"; value: string };

const hash = new Set([
  "py",
  "python",
  "sh",
  "bash",
  "shell",
  "zsh",
  "rb",
  "ruby",
  "yaml",
  "yml",
  "toml",
  "r",
  "dockerfile",
  "makefile",
]);
const dash = new Set(["sql", "lua", "haskell", "hs"]);
const plain = new Set(["", "text", "txt", "plain", "markdown", "md", "diff", "log"]);

const words = new Set(
  (
    "abstract and as async await bool boolean break case catch char class const continue def default defer del delete do double elif else end enum " +
    "except export extends false finally float fn for foreach from func function go if impl implements import in int interface internal is lambda let long " +
    "match mod module mut namespace new nil none None not null of or override package pass private protected pub public raise readonly record " +
    "ref return sealed self static string struct super switch this throw throws trait true True False try type typeof union unless until use using val var " +
    "virtual void when where while with yield select insert update delete into values create table index group by order limit join left right on set having distinct " +
    "echo export fi then done esac local"
  ).split(" "),
);

/** Colours code well enough to read: comments, strings, numbers and the common keywords of many languages. */
export function highlight(code: string, language: string): Piece[] {
  const name = language.toLowerCase();
  if (plain.has(name) || code.length > 20_000) return [{ kind: "plain", value: code }];
  const note = hash.has(name) ? "#[^\\n]*" : dash.has(name) ? "--[^\\n]*" : "//[^\\n]*|/\\*[\\s\\S]*?(?:\\*/|$)";
  const pattern = new RegExp(
    `(?<note>${note})|(?<text>"""[\\s\\S]*?(?:"""|$)|"(?:\\\\.|[^"\\\\\\n])*"?|'(?:\\\\.|[^'\\\\\\n])*'?|\`(?:\\\\.|[^\`\\\\])*\`?)|(?<number>\\b\\d[\\d_.]*(?:[eE][+-]?\\d+)?\\b)|(?<word>[A-Za-z_$][\\w$]*)`,
    "g",
  );
  const ignoreCase = name === "sql";
  const pieces: Piece[] = [];
  let end = 0;
  const add = (kind: Piece["kind"], value: string) => {
    const last = pieces.at(-1);
    if (last?.kind === kind) last.value += value;
    else if (value) pieces.push({ kind, value });
  };
  for (const match of code.matchAll(pattern)) {
    add("plain", code.slice(end, match.index));
    end = match.index + match[0].length;
    add(kindOf(match.groups ?? {}, ignoreCase), match[0]);
  }
  add("plain", code.slice(end));
  return pieces;
}

function kindOf(groups: Record<string, string | undefined>, ignoreCase: boolean): Piece["kind"] {
  if (groups.note !== undefined) return "note";
  if (groups.text !== undefined) return "text";
  if (groups.number !== undefined) return "number";
  const word = groups.word ?? "";
  return words.has(ignoreCase ? word.toLowerCase() : word) ? "key" : "plain";
}
