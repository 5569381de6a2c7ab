"use client";

import { Popover } from "@base-ui/react/popover";
import { type ReactElement, type ReactNode, useRef } from "react";
import { classNames } from "./class-names.ts";

export interface PopoverFrameProps {
  trigger: ReactElement;
  /** What it is called by screen readers. */
  label: string;
  isOpen: boolean;
  onOpen: (isOpen: boolean) => void;
  align: "start" | "end";
  /** Of what opens. */
  className: string;
  children: ReactNode;
}

export function PopoverFrame(props: PopoverFrameProps) {
  const { trigger, label, isOpen, onOpen, align, className, children } = props;
  const button = useRef<HTMLButtonElement>(null);
  return (
    <Popover.Root
      open={isOpen}
      onOpenChange={(isOpening, change) => {
        if (change.reason === "outside-press" && isBeside(change.event)) change.cancel();
        else onOpen(isOpening);
      }}
    >
      <Popover.Trigger ref={button} render={trigger} />
      <Popover.Portal>
        <Popover.Positioner align={align} sideOffset={6} collisionPadding={8} className="z-40 outline-none">
          <Popover.Popup
            aria-label={label}
            // What had the keyboard may be gone: a palette, or the button as it was before this was loaded.
            finalFocus={button}
            className={classNames(
              "max-w-(--available-width) rounded-md border border-line bg-raised shadow-popup outline-none",
              className,
            )}
          >
            {children}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** What a toast offers is mostly to undo what was done here, so a press on it is not one elsewhere. */
function isBeside({ target }: Event): boolean {
  return target instanceof Element && target.closest("[data-beside]") !== null;
}
