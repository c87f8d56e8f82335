import type { Member, PeopleMessage } from "@/api/types";

export type Receipt = { state: "sent" | "delivered" | "read"; text: string };

/** Where more are in it, nobody is told who has read what. */
const mostTold = 20;

/** How far what I said has come with the others. */
export function receiptOf(message: PeopleMessage, members: readonly Member[] | undefined, me: string): Receipt {
  const others = members?.filter((one) => one.user.id !== me) ?? [];
  if (others.length === 0 || others.length >= mostTold) return { state: "sent", text: "Sent" };
  const count = (part: "read_seq" | "delivered_seq") => others.filter((one) => one[part] >= message.seq).length;
  const [read, delivered] = [count("read_seq"), Math.max(count("delivered_seq"), count("read_seq"))];
  const state = read === others.length ? "read" : delivered === others.length ? "delivered" : "sent";
  if (others.length === 1) return { state, text: { sent: "Sent", delivered: "Delivered", read: "Read" }[state] };
  if (read > 0) return { state, text: read === others.length ? "Read by all" : `Read by ${read} of ${others.length}` };
  return { state, text: delivered > 0 ? `Delivered to ${delivered} of ${others.length}` : "Sent" };
}
