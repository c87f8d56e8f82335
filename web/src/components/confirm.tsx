import { Button } from "./button";
import { Dialog } from "./dialog";
import { Notice } from "./notice";

type Props = {
  title: string;
  text: string;
  action: string;
  busy: boolean;
  problem?: string | null;
  onConfirm: () => void;
  onClose: () => void;
};

export function Confirm({ title, text, action, busy, problem, onConfirm, onClose }: Props) {
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button look="quiet" onClick={onClose} data-first>
            Keep it
          </Button>
          <Button look="danger" busy={busy} onClick={onConfirm}>
            {action}
          </Button>
        </>
      }
    >
      <p className="text-ink-soft">{text}</p>
      {problem && <Notice className="mt-3">{problem}</Notice>}
    </Dialog>
  );
}
