import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useId, useState } from "react";
import { useContacts, useCreateGroup } from "@/api/people-queries";
import { fieldError } from "@/api/problem";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { TextField } from "@/components/field";
import { FormProblem } from "@/components/form-problem";
import { PersonChoices, toggled } from "@/components/person-choices";
import { contactsAsPeople } from "@/lib/people/names";
import { useUi } from "@/lib/ui-store";

export default function NewGroupDialog() {
  const close = useUi((state) => state.close);
  const navigate = useNavigate();
  const people = contactsAsPeople(useContacts().contacts);
  const [title, setTitle] = useState("");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const create = useCreateGroup();
  const formId = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(
      { title: title.trim(), members: [...chosen] },
      {
        onSuccess: (group) => {
          close();
          void navigate({ to: "/p/$chatId", params: { chatId: group.id } });
        },
      },
    );
  };
  return (
    <Dialog
      title="New group"
      subtitle="Talk with several people at once. Call an AI friend with @, and they answer there too."
      onClose={close}
      footer={
        <>
          <Button look="quiet" onClick={close}>
            Cancel
          </Button>
          <Button
            look="primary"
            type="submit"
            form={formId}
            busy={create.isPending}
            disabled={title.trim() === "" || chosen.size === 0}
          >
            Create group
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-4">
        <TextField
          label="Name of the group"
          data-first
          maxLength={200}
          dir="auto"
          value={title}
          onChange={(event) => setTitle(event.target.value)}
          error={fieldError(create.error, "title")}
        />
        {people.length > 0 ? (
          <PersonChoices
            legend="Who is in it besides you"
            people={people}
            chosen={chosen}
            onChange={(id, on) => setChosen((before) => toggled(before, id, on))}
          />
        ) : (
          <p className="text-ink-soft">You are connected with nobody yet: ask somebody first.</p>
        )}
        <FormProblem error={create.error} fields={["title"]} />
      </form>
    </Dialog>
  );
}
