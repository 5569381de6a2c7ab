"use client";

import { useSyncExternalStore } from "react";
import { useCommand } from "../../_commands/use-commands.ts";
import { PeekContent, type PeekProps } from "./peek-content.tsx";
import { PeekDrawer } from "./peek-drawer.tsx";
import { PeekPanel } from "./peek-panel.tsx";

const WIDE = "(min-width: 64rem)";

/** A call beside the list: a panel where there is room for both, a drawer from below where there is not. */
export function Peek(props: PeekProps) {
  const isWide = useSyncExternalStore(
    (listener) => {
      const query = window.matchMedia(WIDE);
      query.addEventListener("change", listener);
      return () => query.removeEventListener("change", listener);
    },
    () => window.matchMedia(WIDE).matches,
    () => true,
  );
  useCommand({
    id: "peek close",
    name: "Close the call beside the list",
    group: "Calls",
    keys: "Escape",
    run: props.onClose,
  });
  useCommand({
    id: "peek page",
    name: "Open the call’s page",
    group: "Calls",
    keys: "Enter",
    run: props.onOpenPage,
  });
  const Frame = isWide ? PeekPanel : PeekDrawer;
  return (
    <Frame onClose={props.onClose}>
      <PeekContent key={props.id} {...props} />
    </Frame>
  );
}
