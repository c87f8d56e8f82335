import { cx } from "@/lib/cx";
import { byteLength, messageLimit } from "@/lib/size";

/** How much of a message there is, once it comes near what the server takes. */
export function TooLong({ text }: { text: string }) {
  const bytes = byteLength(text);
  const tooLong = bytes > messageLimit;
  if (bytes <= messageLimit * 0.8) return null;
  return (
    <p role="status" className={cx("px-4 pt-1.5 text-sm", tooLong ? "text-danger" : "text-ink-faint")}>
      {(bytes / 1024).toFixed(1)} of 32 KB{tooLong && ". Please shorten the message or send it in parts."}
    </p>
  );
}
