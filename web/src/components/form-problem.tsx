import { formError } from "@/api/problem";
import { Notice } from "./notice";

/** What was refused and belongs to none of the fields shown; those say theirs themselves. */
export function FormProblem({ error, fields }: { error: unknown; fields: readonly string[] }) {
  const text = formError(error, fields);
  return text && <Notice>{text}</Notice>;
}
