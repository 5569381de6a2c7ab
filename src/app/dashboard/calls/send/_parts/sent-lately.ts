import { freshKey } from "./fresh-key.ts";

const STORED_AS = "switchboard-sent-lately";
/** Nobody means to place the very same call again so soon; a second tab or a second press does. */
const SAME_CALL_MS = 10_000;

interface SentLately {
  mark: number;
  key: string;
  at: number;
}

/**
 * The key of a call to be sent: the same content sent again within moments, from this or another tab of
 * the browser, has the same one, so that it is one call. Of the content only a mark is stored, no name
 * and no number.
 */
export function keyFor(content: string): string {
  const key = findSame(content)?.key ?? freshKey();
  const sent: SentLately = { mark: markOf(content), key, at: Date.now() };
  try {
    localStorage.setItem(STORED_AS, JSON.stringify(sent));
  } catch {
    // A browser that stores nothing for us still sends; only its other tabs do not know.
  }
  return key;
}

/** Whether sending this would be the call that was sent moments ago, so that there is nothing to ask about it. */
export function isSentJustNow(content: string): boolean {
  return findSame(content) !== null;
}

function findSame(content: string): SentLately | null {
  const last = readLast();
  return last?.mark === markOf(content) && Date.now() - last.at < SAME_CALL_MS ? last : null;
}

function readLast(): SentLately | null {
  try {
    return JSON.parse(localStorage.getItem(STORED_AS) ?? "null");
  } catch {
    return null;
  }
}

/** A number that differs for different contents, near enough (FNV-1a). */
function markOf(text: string): number {
  let mark = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    mark = Math.imul(mark ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return mark;
}
