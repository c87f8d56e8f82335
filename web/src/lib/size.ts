/** The longest message the server takes, in bytes of UTF-8. */
export const messageLimit = 32 * 1024;

const encoder = new TextEncoder();

export const byteLength = (text: string): number => encoder.encode(text).length;

/** "0.4 MB", "128 MB" */
export function megabytes(bytes: number): string {
  const amount = bytes / (1024 * 1024);
  return `${amount.toLocaleString(undefined, { maximumFractionDigits: amount < 10 ? 1 : 0 })} MB`;
}
