import { Plus } from "lucide-react";
import { Popover } from "radix-ui";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { Skeleton } from "./skeleton";

const AllEmoji = lazy(() => import("./emoji-picker"));

/** Those that are used most, at hand. */
const usual = ["👍", "❤️", "😂", "😮", "😢", "🎉"];

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** What it stands at; with `asTrigger` also what opens it. */
  children: ReactNode;
  asTrigger?: boolean;
  /** The usual ones first. */
  quick?: boolean;
  /** Those I have used here. */
  mine?: readonly string[];
  onPick: (emoji: string) => void;
};

/** Where an emoji is chosen. */
export function EmojiPopover({ open, onOpenChange, children, asTrigger, quick = false, mine = [], onPick }: Props) {
  const [all, setAll] = useState(false);
  const change = (next: boolean) => {
    if (!next) setAll(false);
    onOpenChange(next);
  };
  const pick = (emoji: string) => {
    onPick(emoji);
    change(false);
  };
  const Place = asTrigger ? Popover.Trigger : Popover.Anchor;
  return (
    <Popover.Root open={open} onOpenChange={change}>
      <Place asChild>{children}</Place>
      <Popover.Portal>
        <Popover.Content
          side="top"
          align="start"
          sideOffset={6}
          collisionPadding={8}
          aria-label="Choose an emoji"
          className="z-50 animate-fade rounded-3xl border border-line bg-raised p-1.5 shadow-lift outline-none"
        >
          {quick && !all ? (
            <div className="flex items-center gap-0.5">
              {usual.map((emoji) => (
                <button
                  key={emoji}
                  type="button"
                  aria-label={`React with ${emoji}`}
                  aria-pressed={mine.includes(emoji)}
                  onClick={() => pick(emoji)}
                  className="flex size-10 items-center justify-center rounded-full text-xl transition-transform hover:scale-115 hover:bg-hover aria-pressed:bg-accent-soft"
                >
                  {emoji}
                </button>
              ))}
              <button
                type="button"
                aria-label="All emoji"
                title="All emoji"
                onClick={() => setAll(true)}
                className="flex size-10 items-center justify-center rounded-full text-ink-soft hover:bg-hover"
              >
                <Plus className="size-5" />
              </button>
            </div>
          ) : (
            <Suspense fallback={<Skeleton className="h-80 w-76 rounded-2xl" />}>
              <AllEmoji onPick={pick} />
            </Suspense>
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
