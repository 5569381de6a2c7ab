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
  const mark = markOf(content);
  const last = readLast();
  const isSame = last?.mark === mark && Date.now() - last.at < SAME_CALL_MS;
  const key = isSame ? last.key : freshKey();
  try {
    localStorage.setItem(STORED_AS, JSON.stringify({ mark, key, at: Date.now() } satisfies SentLately));
  } catch {
    // A browser that stores nothing for us still sends; only its other tabs do not know.
  }
  return key;
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
