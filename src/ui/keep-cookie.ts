const YEAR_S = 365 * 24 * 60 * 60;

/** Keeps for a year what the server needs to know of a browser to draw its first page as the browser would. */
export function keepCookie(name: string, value: string): void {
  const secure = window.location.protocol === "https:" ? "; Secure" : "";
  // biome-ignore lint/suspicious/noDocumentCookie: the cookie store is missing where there is no https.
  document.cookie = `${name}=${value}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax${secure}`;
}
