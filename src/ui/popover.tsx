"use client";

import { cloneElement, type ReactElement, useState } from "react";
import { Later } from "./later.ts";
import type { PopoverFrameProps } from "./popover-frame.tsx";
import { useLater } from "./use-later.ts";

const frame = new Later(() => import("./popover-frame.tsx"));

interface TriggerProps {
  onClick?: () => void;
  "aria-haspopup"?: "dialog";
  "aria-expanded"?: boolean;
  "aria-busy"?: boolean;
}

/** Something that opens from a button. Until it does for the first time it is the button alone. */
export function Popover(props: PopoverFrameProps & { trigger: ReactElement<TriggerProps> }) {
  const { isOpen, onOpen, trigger } = props;
  const code = useLater(frame, { isWanted: isOpen, onFailed: () => onOpen(false) });
  const [wasOpen, setWasOpen] = useState(false);
  if (isOpen && code && !wasOpen) setWasOpen(true);
  if (code && (isOpen || wasOpen)) return <code.PopoverFrame {...props} />;
  return cloneElement(trigger, {
    "aria-haspopup": "dialog",
    "aria-expanded": false,
    ...(isOpen && { "aria-busy": true }),
    onClick: () => onOpen(true),
  });
}
