"use client";

import { useEffect, useEffectEvent, useReducer } from "react";
import type { LiveCall } from "#domain/calls";
import { readLive, readLiveCalls } from "../../_api/calls.ts";
import { useLiveCalls } from "../../_live/use-live-calls.ts";
import { changeStrips, type Strip, stripsOf } from "./live-strips.ts";

const SETTLE_EVERY_MS = 1_000;

/** The calls of this moment, kept up to date. `held` says which strips must not leave now, though their calls are over. */
export function useLiveStrips(first: LiveCall[], held: (strips: Strip[]) => ReadonlySet<string>): Strip[] {
  const [strips, change] = useReducer(changeStrips, first, stripsOf);

  useLiveCalls(async (changed) => {
    const listed = changed === "all" ? (await readLive()).calls : [];
    const isListed = new Set(listed.map(({ id }) => id));
    const asked = changed === "all" ? strips.map(({ call }) => call.id) : [...changed];
    const unlisted = asked.filter((id) => !isListed.has(id));
    const read = await readLiveCalls(unlisted);
    const isRead = new Set(read.map(({ id }) => id));
    change({
      kind: "heard",
      calls: [...listed, ...read],
      gone: new Set(unlisted.filter((id) => !isRead.has(id))),
      now: Date.now(),
    });
  });

  const settle = useEffectEvent(() => change({ kind: "settle", held: held(strips), now: Date.now() }));
  const isAnyOver = strips.some(({ overSince }) => overSince !== null);
  useEffect(() => {
    if (!isAnyOver) return;
    const timer = setInterval(settle, SETTLE_EVERY_MS);
    return () => clearInterval(timer);
  }, [isAnyOver]);

  return strips;
}
