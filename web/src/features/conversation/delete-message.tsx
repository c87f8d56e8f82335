import { useMutation } from "@tanstack/react-query";
import { explain } from "@/api/problem";
import type { Message } from "@/api/types";
import { Confirm } from "@/components/confirm";
import { threads } from "@/lib/live";

type Props = { message: Message; onDone: () => void; onClose: () => void };

export function DeleteMessage({ message, onDone, onClose }: Props) {
  const removal = useMutation({
    mutationFn: () => threads.remove(message.chat, message.id),
    onSuccess: () => {
      onClose();
      onDone();
    },
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
