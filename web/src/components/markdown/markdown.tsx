import { createContext, isValidElement, memo, type ReactNode, use, useMemo } from "react";
import ReactMarkdown, { type Components } from "react-markdown";
import rehypeSanitize, { defaultSchema } from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import { blocks } from "@/lib/markdown/blocks";
import { safeLink } from "@/lib/markdown/links";
import { settle } from "@/lib/markdown/settle";
import { CodeBlock } from "./code-block";

/** What is not on this list is not there: no HTML of the author, no styles, no ids, no embedded anything. */
const schema = {
  ...defaultSchema,
  tagNames: [
    ..."p br strong em del a img code pre blockquote ul ol li hr h1 h2 h3 h4 h5 h6 table thead tbody tr th td input".split(
      " ",
    ),
  ],
  attributes: {
    a: ["href", "title"],
    img: ["src", "alt"],
    code: [["className", /^language-[\w+#.-]+$/] as [string, RegExp]],
    input: [["type", "checkbox"] as [string, string], "checked", "disabled"],
    ol: ["start"],
    th: ["align"],
    td: ["align"],
  },
  protocols: { href: ["http", "https", "mailto"], src: ["http", "https"] },
};

const components: Components = {
  a: ({ href, children }) => <Link address={href}>{children}</Link>,
  // Loading a picture tells its server who reads what, and can carry a conversation out in its address.
  img: ({ src, alt }) => {
    const text = alt || "picture";
    return <Link address={typeof src === "string" ? src : undefined}>{`[picture: ${text}]`}</Link>;
  },
  pre: ({ children }) => <Fence>{children}</Fence>,
  table: ({ children }) => (
    <div className="overflow-x-auto" tabIndex={0}>
      <table>{children}</table>
    </div>
  ),
};

/** A picture inside a link is the link's text; links do not nest. */
const InsideLink = createContext(false);

function Link({ address, children }: { address: string | undefined; children: ReactNode }) {
  const href = safeLink(address);
  const inside = use(InsideLink);
  if (!href || inside) return <span>{children}</span>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      <InsideLink value={true}>{children}</InsideLink>
    </a>
  );
}

function Fence({ children }: { children: ReactNode }) {
  if (!isValidElement<{ className?: string; children?: ReactNode }>(children)) return <pre>{children}</pre>;
  const language = /language-([\w+#.-]+)/.exec(children.props.className ?? "")?.[1] ?? "";
  return <CodeBlock code={String(children.props.children ?? "").replace(/\n$/, "")} language={language} />;
}

const Block = memo(function Block({ text }: { text: string }) {
  return (
    <div className="block">
      <ReactMarkdown
        skipHtml
        remarkPlugins={[remarkGfm]}
        rehypePlugins={[[rehypeSanitize, schema]]}
        urlTransform={(address) => safeLink(address) ?? ""}
        components={components}
      >
        {text}
      </ReactMarkdown>
    </div>
  );
});

export default function Markdown({ text, streaming = false }: { text: string; streaming?: boolean }) {
  const parts = useMemo(() => blocks(streaming ? settle(text) : text), [text, streaming]);
  return (
    <div className="prose">
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a reply grows at its end, so a block's place is its identity.
        <Block key={index} text={part} />
      ))}
    </div>
  );
}
