import { Check, CheckCheck } from "lucide-react";
import { cx } from "@/lib/cx";
import type { Receipt } from "./receipts";

export function Ticks({ receipt }: { receipt: Receipt }) {
  const Icon = receipt.state === "sent" ? Check : CheckCheck;
  return (
    <span title={receipt.text} className={cx("inline-flex", receipt.state === "read" && "text-accent")}>
      <Icon className="size-4" aria-hidden="true" />
      <span className="sr-only">{receipt.text}</span>
    </span>
  );
}
