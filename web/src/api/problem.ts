import type { components } from "./schema";

/** What came instead of an answer: Kith's own words, or those of whatever stands before it. */
type ProblemBody = Partial<components["schemas"]["Problem"]>;

/** A refusal of the server (RFC 9457), or of the way to it (`offline`). */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    /** HTTP status; 0 when the server could not be reached. */
    readonly status: number,
    readonly code: string,
    message: string,
    /** Validation: what is wrong, by field of the wire. */
    readonly fields: Readonly<Record<string, string[]>> = {},
    /** Seconds after which to try again, where the server said so. */
    readonly retryAfter: number | null = null,
  ) {
    super(message);
  }
}

const byStatus: Record<number, string> = {
  401: "Please sign in again.",
  403: "That is not allowed.",
  404: "That is not there (any more).",
  409: "That does not fit what is going on right now.",
  413: "That is too large.",
  429: "That was a little too fast.",
  502: "The model could not be reached.",
  503: "The server is busy. Please try again in a moment.",
};

export function problemFrom(status: number, body: unknown, retryAfterHeader: string | null): ApiError {
  const problem: ProblemBody = typeof body === "object" && body !== null ? body : {};
  const text = problem.detail || problem.title || byStatus[status] || "Something went wrong on the server.";
  return new ApiError(status, problem.code ?? `http_${status}`, text, problem.errors ?? {}, seconds(retryAfterHeader));
}

/** `Retry-After` is either seconds or a date (RFC 9110, section 10.2.3). */
function seconds(header: string | null): number | null {
  if (!header) return null;
  const value = Number(header);
  if (Number.isFinite(value)) return Math.max(0, Math.ceil(value));
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - Date.now()) / 1000));
}

/** One sentence for a person, whatever was thrown. */
export function explain(error: unknown): string {
  if (!(error instanceof ApiError)) return "Something unexpected happened.";
  if (error.status === 429 && error.retryAfter) return `${error.message} Try again in ${wait(error.retryAfter)}.`;
  return error.message;
}

function wait(secs: number): string {
  return secs < 90 ? `${secs} seconds` : `${Math.ceil(secs / 60)} minutes`;
}

/** What is wrong with one field; the wire's texts are halves of sentences ("must be between 0 and 2"). */
export function fieldError(error: unknown, field: string): string | undefined {
  const text = error instanceof ApiError ? error.fields[field]?.[0] : undefined;
  return text && sentence(text.replace(/^(?=(?:is|must|may|has|can)\b)/, "this "));
}

/** What a form says besides its fields: nothing where all that is wrong stands at a field it shows. */
export function formError(error: unknown, shown: readonly string[]): string | null {
  if (!error) return null;
  const wrong = error instanceof ApiError ? Object.entries(error.fields) : [];
  if (wrong.length === 0) return explain(error);
  const elsewhere = wrong.filter(([field]) => !shown.includes(field));
  if (elsewhere.length === 0) return null;
  return elsewhere.map(([field, texts]) => sentence(`${field.replaceAll("_", " ")} ${texts[0] ?? ""}`)).join(" ");
}

function sentence(text: string): string {
  const whole = text.trim();
  return whole.charAt(0).toUpperCase() + whole.slice(1) + (/[.!?…]$/.test(whole) ? "" : ".");
}
