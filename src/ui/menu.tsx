"use client";

import { type ComponentProps, cloneElement, type KeyboardEvent, type ReactElement, useState } from "react";
import { Later } from "./later.ts";
import type * as Parts from "./menu-parts.tsx";
import { useLater } from "./use-later.ts";

const parts = new Later(() => import("./menu-parts.tsx"));

interface TriggerProps {
  onClick?: (event: MouseEvent) => void;
  onKeyDown?: (event: KeyboardEvent) => void;
  "aria-haspopup"?: "menu";
  "aria-expanded"?: boolean;
  "aria-busy"?: boolean;
}

/** A list of deeds and ways that opens from a button. Until it does for the first time it is the button alone. */
export function Menu(props: Parts.MenuFrameProps & { trigger: ReactElement<TriggerProps> }) {
  const [pressedBy, setPressedBy] = useState<Parts.Press | null>(null);
  const code = useLater(parts, { isWanted: pressedBy !== null, onFailed: () => setPressedBy(null) });
  if (pressedBy !== null && code) return <code.MenuFrame {...props} pressedBy={pressedBy} />;
  return cloneElement(props.trigger, {
    "aria-haspopup": "menu",
    "aria-expanded": false,
    ...(pressedBy !== null && { "aria-busy": true }),
    // A press of the keyboard counts no clicks.
    onClick: ({ detail }) => setPressedBy(detail === 0 ? "Enter" : "pointer"),
    onKeyDown: (event) => {
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      event.preventDefault();
      setPressedBy(event.key);
    },
  });
}

// What stands in a menu is drawn when the menu is open, and its code there.

export function MenuDeed(props: ComponentProps<typeof Parts.MenuDeed>) {
  return parts.code && <parts.code.MenuDeed {...props} />;
}

/** A way to somewhere; `render` is the link. */
export function MenuWay(props: ComponentProps<typeof Parts.MenuWay>) {
  return parts.code && <parts.code.MenuWay {...props} />;
}

/** One of a few, of which one always holds. The menu stays open, so that one sees what it does. */
export function MenuChoices<Value extends string>(props: Parts.MenuChoicesProps<Value>) {
  return parts.code && <parts.code.MenuChoices {...props} />;
}

export function MenuLine() {
  return parts.code && <parts.code.MenuLine />;
}
