"use client";

import { Menu as Base } from "@base-ui/react/menu";
import { Check, type LucideIcon } from "lucide-react";
import { type ComponentProps, type ReactElement, type ReactNode, useEffect, useRef } from "react";
import { Keys } from "./keys.tsx";

const itemClass =
  "grid min-h-8 w-full grid-cols-[1rem_minmax(0,1fr)_auto] items-center gap-2.5 rounded-sm px-2 py-1 text-left text-sm outline-none select-none data-highlighted:bg-accent-soft any-pointer-coarse:min-h-touch";

/** What opened it: the pointer or a key. */
export type Press = "pointer" | "Enter" | "ArrowDown" | "ArrowUp";

export interface MenuFrameProps {
  trigger: ReactElement;
  side?: "top" | "bottom";
  align?: "start" | "end";
  children: ReactNode;
}

/** Takes the place of a button that was pressed, and is pressed itself: by a key, its first item has the keyboard. */
export function MenuFrame(props: MenuFrameProps & { pressedBy: Press }) {
  const { pressedBy } = props;
  const button = useRef<HTMLButtonElement>(null);
  const isPressed = useRef(false);
  useEffect(() => {
    if (isPressed.current) return;
    isPressed.current = true;
    button.current?.focus();
    if (pressedBy !== "pointer")
      button.current?.dispatchEvent(new KeyboardEvent("keydown", { key: pressedBy, bubbles: true }));
    if (pressedBy === "pointer" || pressedBy === "Enter") button.current?.click();
  }, [pressedBy]);
  return (
    <Base.Root>
      <Base.Trigger ref={button} render={props.trigger} />
      <Base.Portal>
        <Base.Positioner
          side={props.side ?? "bottom"}
          align={props.align ?? "start"}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 outline-none"
        >
          <Base.Popup className="max-h-(--available-height) min-w-56 overflow-y-auto rounded-md border border-line bg-raised p-1 shadow-popup outline-none">
            {props.children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export function MenuDeed(props: {
  Icon: LucideIcon;
  keys?: string;
  onChoose: () => void;
  children: ReactNode;
}) {
  return (
    <Base.Item onClick={props.onChoose} className={itemClass}>
      <Inside Icon={props.Icon}>{props.children}</Inside>
      {props.keys && (
        <span className="pointer-coarse:hidden">
          <Keys keys={props.keys} />
        </span>
      )}
    </Base.Item>
  );
}

export function MenuWay(
  props: Pick<ComponentProps<typeof Base.LinkItem>, "render"> & { Icon: LucideIcon; children: ReactNode },
) {
  return (
    <Base.LinkItem closeOnClick render={props.render} className={itemClass}>
      <Inside Icon={props.Icon}>{props.children}</Inside>
    </Base.LinkItem>
  );
}

export interface MenuChoicesProps<Value extends string> {
  name: string;
  value: Value;
  onChoose: (value: Value) => void;
  choices: readonly { value: Value; name: string; Icon: LucideIcon }[];
}

export function MenuChoices<Value extends string>(props: MenuChoicesProps<Value>) {
  return (
    <Base.Group>
      <Base.GroupLabel className="px-2 pt-1.5 pb-1 text-xs text-ink-muted">{props.name}</Base.GroupLabel>
      <Base.RadioGroup value={props.value} onValueChange={props.onChoose}>
        {props.choices.map(({ value, name, Icon }) => (
          <Base.RadioItem key={value} value={value} className={itemClass}>
            <Inside Icon={Icon}>{name}</Inside>
            <Base.RadioItemIndicator>
              <Check aria-hidden="true" className="size-4 text-accent" />
            </Base.RadioItemIndicator>
          </Base.RadioItem>
        ))}
      </Base.RadioGroup>
    </Base.Group>
  );
}

export function MenuLine() {
  return <Base.Separator className="mx-2 my-1 h-px bg-line" />;
}

function Inside({ Icon, children }: { Icon: LucideIcon; children: ReactNode }) {
  return (
    <>
      <Icon aria-hidden="true" className="size-4 text-ink-muted" />
      <span className="truncate">{children}</span>
    </>
  );
}
