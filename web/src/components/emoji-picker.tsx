import { EmojiPicker, type EmojiPickerListComponents } from "frimousse";

const parts: EmojiPickerListComponents = { CategoryHeader: Header, Row, Emoji };

type Props = { onPick: (emoji: string) => void };

/** All emoji, by name and in their groups. Its data are files of ours: `vite.config.ts` puts them there. */
export default function AllEmoji({ onPick }: Props) {
  return (
    <EmojiPicker.Root
      emojibaseUrl="/emoji"
      locale="en"
      columns={8}
      onEmojiSelect={({ emoji }) => onPick(emoji)}
      className="isolate flex h-80 w-fit flex-col"
    >
      <EmojiPicker.Search
        aria-label="Search emoji"
        placeholder="Search"
        autoFocus
        className="mx-1 mt-1 h-10 rounded-full border border-line-strong bg-surface px-4 text-ink outline-none placeholder:text-ink-faint focus:border-accent/60"
      />
      <EmojiPicker.Viewport className="relative mt-1 flex-1 outline-none">
        <EmojiPicker.Loading className="absolute inset-0 flex items-center justify-center text-ink-faint">
          Loading…
        </EmojiPicker.Loading>
        <EmojiPicker.Empty className="absolute inset-0 flex items-center justify-center text-ink-faint">
          No emoji found.
        </EmojiPicker.Empty>
        <EmojiPicker.List className="select-none pb-1.5" components={parts} />
      </EmojiPicker.Viewport>
    </EmojiPicker.Root>
  );
}

type Parts = Required<EmojiPickerListComponents>;
type PropsOf<K extends keyof Parts> = React.ComponentProps<Parts[K]>;

function Header({ category, ...props }: PropsOf<"CategoryHeader">) {
  return (
    <div {...props} className="bg-raised px-2.5 pt-2.5 pb-1 text-xs font-semibold text-ink-faint">
      {category.label}
    </div>
  );
}

function Row({ children, ...props }: PropsOf<"Row">) {
  return (
    <div {...props} className="scroll-my-1.5 px-1">
      {children}
    </div>
  );
}

function Emoji({ emoji, ...props }: PropsOf<"Emoji">) {
  return (
    <button
      type="button"
      {...props}
      className="flex size-9 items-center justify-center rounded-lg text-xl data-active:bg-hover"
    >
      {emoji.emoji}
    </button>
  );
}
