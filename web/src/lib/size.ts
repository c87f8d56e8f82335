/** The longest message the server takes, in bytes of UTF-8. */
export const messageLimit = 32 * 1024;

const encoder = new TextEncoder();

export const byteLength = (text: string): number => encoder.encode(text).length;
