import { useMutation } from "@tanstack/react-query";
import { explain } from "@/api/problem";
import type { Message } from "@/api/types";
import { Confirm } from "@/components/confirm";
import { threads } from "@/lib/live";

export function DeleteMessage({ message, onClose }: { message: Message; onClose: () => void }) {
  const removal = useMutation({
    mutationFn: () => threads.remove(message.chat, message.id),
    onSuccess: onClose,
  });
  return (
    <Confirm
      title="Delete from here on?"
      text={`This message and everything after it will be gone${message.siblings.length > 1 ? "; its other versions stay" : ""}. This cannot be undone.`}
      action="Delete"
      busy={removal.isPending}
      problem={removal.error && explain(removal.error)}
      onConfirm={() => removal.mutate()}
      onClose={onClose}
    />
  );
}
