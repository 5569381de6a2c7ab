import { createHash } from "node:crypto";

/** A stream of pseudo-random draws. The same parts always give the same stream. */
export interface Random {
  /** 0 ≤ x < 1 */
  float(): number;
  /** A whole number from low to high, both included. */
  int(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  hex(digits: number): string;
}

export function randomFrom(...parts: readonly (string | number)[]): Random {
  let state = hashText(parts.join("\u0000"));

  function float(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  return {
    float,
    int: (low, high) => low + Math.floor(float() * (high - low + 1)),
    chance: (probability) => float() < probability,
    pick: <T>(items: readonly T[]): T => {
      if (items.length === 0) throw new Error("Nothing to pick from.");
      return items[Math.floor(float() * items.length)] as T;
    },
    hex: (digits) => Array.from({ length: digits }, () => Math.floor(float() * 16).toString(16)).join(""),
  };
}

/** Hexadecimal digits drawn from the parts, so wide that no two ids ever meet. */
export function hexIdFrom(digits: number, ...parts: readonly (string | number)[]): string {
  return createHash("sha256").update(parts.join("\u0000")).digest("hex").slice(0, digits);
}

/** FNV-1a with a final avalanche, so that "call 1" and "call 2" start far apart. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
