import { Link } from "@tanstack/react-router";
import type { Mood } from "@/api/types";

/** The way from a mood to the message that told it. */
export function SaidHere({ mood }: { mood: Mood }) {
  if (!mood.chat_id || !mood.message_id) return null;
  return (
    <Link
      to="/c/$chatId"
      params={{ chatId: mood.chat_id }}
      search={{ m: mood.message_id }}
      className="rounded-sm underline decoration-line-strong underline-offset-4 hover:text-ink hover:decoration-current"
    >
      Where you said it
    </Link>
  );
}
