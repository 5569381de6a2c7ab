import type { LiveCall } from "#domain/calls";
import type { Strip } from "./live-strips.ts";

/** What has come of ending many calls at once. */
export interface EndProgress {
  ended: number;
  /** Those that Retell did not end so far, though it was asked. */
  refused: LiveCall[];
  underWay: number;
}

/** Reads it off the strips as they are now: a strip that has left was over. */
export function progressOf(calls: LiveCall[], strips: Strip[]): EndProgress {
  const now = new Map(strips.map((strip) => [strip.call.id, strip]));
  const left = calls.flatMap(({ id }) => {
    const strip = now.get(id);
    return strip && strip.overSince === null ? strip.call : [];
  });
  const refused = left.filter(
    ({ stop }) => stop !== null && stop.outcome !== "sent" && stop.message !== null,
  );
  return { ended: calls.length - left.length, refused, underWay: left.length - refused.length };
}
