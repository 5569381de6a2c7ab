const BYTES = 16;

/** `crypto.randomUUID` exists on https and localhost only; a console in a local network has neither. */
export function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(BYTES));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
