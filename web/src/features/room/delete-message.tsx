import { useMutation } from "@tanstack/react-query";
import { explain } from "@/api/problem";
import type { PeopleMessage } from "@/api/types";
import { Confirm } from "@/components/confirm";
import { rooms } from "@/lib/live";

type Props = { message: PeopleMessage; onDone: () => void; onClose: () => void };

export function DeleteMessage({ message, onDone, onClose }: Props) {
  const removal = useMutation({
    mutationFn: () => rooms.remove(message),
    onSuccess: () => {
      onClose();
      onDone();
    },
  });
  return (
    <Confirm
      title="Delete this message?"
      text="It will be gone for everybody here. This cannot be undone."
      action="Delete"
      busy={removal.isPending}
      problem={removal.error && explain(removal.error)}
      onConfirm={() => removal.mutate()}
      onClose={onClose}
    />
  );
}
