"use client";

import { createContext, type ReactNode, use, useEffect, useSyncExternalStore } from "react";
import { keepCookie } from "./keep-cookie.ts";
import { viewersZone, ZONE_COOKIE } from "./viewers-zone.ts";

/** What the server rendered in, for the first render in the browser to say the same. */
const Rendered = createContext("UTC");

/** `zone` is what the server knows of the browser's; it knows better the next time. */
export function TimeZoneProvider({ zone, children }: { zone: string; children: ReactNode }) {
  useEffect(() => {
    if (zone !== viewersZone()) keepCookie(ZONE_COOKIE, viewersZone());
  }, [zone]);
  return <Rendered value={zone}>{children}</Rendered>;
}

const never = () => () => {};

/** The viewer's zone; in a browser that was never here before, UTC while the server's markup is taken over. */
export function useTimeZone(): string {
  const rendered = use(Rendered);
  return useSyncExternalStore(never, viewersZone, () => rendered);
}
