import { Check, Copy } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { copyText } from "@/lib/clipboard";
import { highlight } from "@/lib/markdown/highlight";

const colours = {
  plain: undefined,
  key: "text-(--code-key)",
  text: "text-(--code-text)",
  note: "text-(--code-note) italic",
  number: "text-(--code-number)",
};

export function CodeBlock({ code, language }: { code: string; language: string }) {
  const pieces = useMemo(() => highlight(code, language), [code, language]);
  return (
    <div className="overflow-hidden rounded-xl border border-line bg-code">
      <div className="flex items-center justify-between border-b border-line py-1 pr-1.5 pl-3.5 text-xs text-ink-faint">
        <span className="font-medium">{language || "code"}</span>
        <CopyCode code={code} />
      </div>
      <pre tabIndex={0} className="overflow-x-auto px-3.5 py-3 font-mono text-[0.8125rem] leading-relaxed text-ink">
        <code>
          {pieces.map((piece, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other identity and hold no state.
            <span key={index} className={colours[piece.kind]}>
              {piece.value}
            </span>
          ))}
        </code>
      </pre>
    </div>
  );
}

function CopyCode({ code }: { code: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1_800);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <button
      type="button"
      onClick={async () => setCopied(await copyText(code))}
      className="inline-flex items-center gap-1.5 rounded-full px-2.5 py-1 font-medium hover:bg-hover hover:text-ink"
    >
      {copied ? <Check className="size-3.5" /> : <Copy className="size-3.5" />}
      <span aria-live="polite">{copied ? "Copied" : "Copy"}</span>
    </button>
  );
}
