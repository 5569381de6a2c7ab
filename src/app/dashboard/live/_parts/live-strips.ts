import type { LiveCall } from "#domain/calls";
import { isOver } from "#ui/call-status.tsx";

/** A call that has ended is seen for so long before its strip leaves. */
export const LINGER_MS = 8_000;
/** Calls that only wait are not added beyond so many strips; they come when they are dialled. */
const STRIPS_MAX = 300;

/** A call as it stands on the live page. */
export interface Strip {
  call: LiveCall;
  /** When it was seen to be over, in ms; null while it is under way. */
  overSince: number | null;
  /** It came after the page was opened. */
  arrived: boolean;
}

export type StripsChange =
  | {
      kind: "heard";
      calls: LiveCall[];
      /** Calls that were asked for and are no more: each turned out to be another one. */
      gone: ReadonlySet<string>;
      now: number;
    }
  /** Time has passed. Those that are held stay where they are, because leaving would move what somebody points at. */
  | { kind: "settle"; held: ReadonlySet<string>; now: number };

export function stripsOf(calls: LiveCall[]): Strip[] {
  return calls.map((call) => ({ call, overSince: null, arrived: false }));
}

/**
 * Calls are patched where they stand and new ones go to the end, so nothing ever moves down. What is over stays for a
 * while, and longer where its leaving would move something under the pointer.
 */
export function changeStrips(strips: Strip[], change: StripsChange): Strip[] {
  if (change.kind === "settle") return settled(strips, change);
  const heard = new Map(change.calls.map((call) => [call.id, call]));
  const patched = strips
    .filter(({ call }) => !change.gone.has(call.id))
    .map((strip) => {
      const call = heard.get(strip.call.id);
      if (!call) return strip;
      return { ...strip, call, overSince: isDone(call) ? (strip.overSince ?? change.now) : null };
    });
  const known = new Set(strips.map(({ call }) => call.id));
  const room = Math.max(0, STRIPS_MAX - patched.length);
  // However they were read, calls that are heard of together stand in the order in which they were placed.
  const fresh = change.calls.filter((call) => !known.has(call.id) && !isDone(call)).sort(byPlacing);
  const waiting = fresh.filter(isWaiting).slice(0, room);
  const added = [...fresh.filter((call) => !isWaiting(call)), ...waiting];
  return [...patched, ...added.map((call) => ({ call, overSince: null, arrived: true }))];
}

function byPlacing(one: LiveCall, other: LiveCall): number {
  return one.placedAt.localeCompare(other.placedAt) || one.id.localeCompare(other.id);
}

function settled(strips: Strip[], { held, now }: Extract<StripsChange, { kind: "settle" }>): Strip[] {
  const staying = strips.filter(
    ({ call, overSince }) => overSince === null || now - overSince < LINGER_MS || held.has(call.id),
  );
  return staying.length === strips.length ? strips : staying;
}

/** Over, or nothing that the line could still tell: a person is to find out what became of it. */
function isDone(call: LiveCall): boolean {
  return isOver(call.status) || call.needsDecision;
}

export function isWaiting(call: LiveCall): boolean {
  return call.dialState === "queued";
}

/** Somebody has asked for its end already, and it is still to come. */
export function isEnding(call: LiveCall): boolean {
  return call.stop?.outcome === "wanted" || call.stop?.outcome === "sent";
}
