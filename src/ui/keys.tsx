"use client";

import { useSyncExternalStore } from "react";

const words: Record<string, string> = {
  Escape: "Esc",
  Enter: "Enter",
  Space: "Space",
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  Shift: "Shift",
};

/** Keys as they are printed on the keyboard. `keys` as the commands write them: `$mod+k`, `g c`, `[Shift]+?`. */
export function Keys({ keys }: { keys: string }) {
  const isApple = useSyncExternalStore(
    () => () => {},
    () => /Mac|iPhone|iPad/.test(navigator.userAgent),
    () => false,
  );
  const presses = keys.split(" ").map((press) =>
    press
      .split("+")
      .filter((key) => !key.startsWith("["))
      .map((key) => (key === "$mod" ? (isApple ? "⌘" : "Ctrl") : (words[key] ?? key.toUpperCase()))),
  );
  return (
    <span className="inline-flex items-center gap-1 whitespace-nowrap">
      {presses.map((press, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a key may be pressed twice in a row.
        <span key={place} className="inline-flex gap-0.5">
          {press.map((key) => (
            <kbd
              key={key}
              className="inline-grid h-5 min-w-5 place-items-center rounded-sm border border-line bg-sunken px-1 font-sans text-xs text-ink-muted"
            >
              {key}
            </kbd>
          ))}
        </span>
      ))}
    </span>
  );
}
