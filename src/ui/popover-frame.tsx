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
    <Popover.Root open={isOpen} onOpenChange={onOpen}>
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
