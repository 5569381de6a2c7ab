/** The cookie that keeps the columns a person chose last. A cookie, because the server draws the first rows with them. */
export const OWN_COLUMNS = "calls-columns";

const YEAR_S = 365 * 24 * 60 * 60;
/** Browsers drop cookies of more than 4 KB without a word. */
const CHARACTERS_MAX = 3_000;

/** Null where everybody's are shown. */
export function readOwnColumns(): string | null {
  const [, value = ""] = new RegExp(`(?:^|; )${OWN_COLUMNS}=([^;]*)`).exec(document.cookie) ?? [];
  return value === "" ? null : decodeURIComponent(value);
}

/** Null forgets them. */
export function keepOwnColumns(text: string | null): void {
  const value = encodeURIComponent(text ?? "");
  const age = text === null || value.length > CHARACTERS_MAX ? 0 : YEAR_S;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing where the address has no https.
  document.cookie = `${OWN_COLUMNS}=${value}; path=/dashboard/calls; max-age=${age}; samesite=lax`;
}
