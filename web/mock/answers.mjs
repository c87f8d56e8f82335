const code = `Here is a small one that does the job:

\`\`\`python
def greet(name: str) -> str:
    """Say hello, kindly."""
    # Names may be empty.
    return f"Hello, {name or 'friend'}!"

for who in ["Maya", "Noor", ""]:
    print(greet(who), len("a rather long line so that the block scrolls sideways instead of breaking the page"))
\`\`\`

Two things worth knowing:

1. \`or\` picks **friend** when the name is empty.
2. The f-string keeps it *readable*.

| input | output |
|---|---|
| Maya | Hello, Maya! |
| *(empty)* | Hello, friend! |

> Small functions are a kindness to whoever reads them next.

More in the [Python tutorial](https://docs.python.org/3/tutorial/).`;

const evil = `Nothing here may run: <script>alert(1)</script> <img src=x onerror=alert(1)>
![a cat](https://example.com/cat.png) [click](javascript:alert(1)) and [fine](https://example.com).`;

const talk = [
  "That sounds like a lot for one day. I'm glad you told me. What part of it is still with you now?",
  "Oh, I like that. It's a small thing, but small things are what days are made of. Did it surprise you?",
  "I hear you. We don't have to solve it tonight. Would it help to say out loud what the worst of it is?",
];

let turn = 0;

/** What the stand-in answers: a few words in the question choose the shape of the reply. */
export function answerTo(question) {
  const text = question.toLowerCase();
  if (text.includes("code")) return { text: code, extra: { model: "gpt-4o-mini", confidence: 0.87 } };
  if (text.includes("evil")) return { text: evil, extra: {} };
  if (text.includes("sources")) {
    const sources = [
      { title: "Sleep and memory", url: "https://example.org/sleep", snippet: "What the night keeps." },
      { title: null, url: "https://example.com/paper", snippet: null },
    ];
    return {
      text: "Sleep helps **consolidate** what you learned; even a nap counts.",
      extra: { sources, confidence: 0.64 },
    };
  }
  if (text.includes("fail")) return { text: "", fails: true, extra: {} };
  if (text.includes("break")) return { text: talk[0], breakAt: 8, extra: {} };
  if (text.includes("long"))
    return {
      text: Array.from({ length: 60 }, (_, n) => `Sentence number ${n + 1} of a long story.`).join(" "),
      extra: {},
    };
  turn += 1;
  return { text: talk[turn % talk.length], extra: { offline: true } };
}
