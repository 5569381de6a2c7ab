"use client";

import { useNow } from "./clock.tsx";

const SECOND_MS = 1000;

/** `0:42`, `12:05`, `1:02:03`. */
export function clockWords(ms: number): string {
  const total = Math.max(0, Math.floor(ms / SECOND_MS));
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const seconds = String(total % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${seconds}` : `${minutes}:${seconds}`;
}

/** Counts up from a moment; read out only when asked for, since it changes every second. */
export function Elapsed({ since, ink = "text-in-progress" }: { since: string; ink?: string }) {
  const now = useNow(SECOND_MS);
  return (
    <span role="timer" className={ink}>
      {clockWords(now - Date.parse(since))}
    </span>
  );
}

export function CallDuration(props: { status: string; startedAt: string | null; durationMs: number | null }) {
  if (props.status === "in_progress" && props.startedAt) return <Elapsed since={props.startedAt} />;
  if (!props.durationMs) return <span className="text-ink-faint">–</span>;
  return <span>{clockWords(props.durationMs)}</span>;
}
