/** The cookie by which a browser tells the server its zone, from the first page on. */
export const ZONE_COOKIE = "switchboard-zone";

let own: string | undefined;

/** The zone whose days the viewer lives by, once in the browser. */
export function viewersZone(): string {
  own ??= new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return own;
}
