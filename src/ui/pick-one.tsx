"use client";

import { Combobox } from "@base-ui/react/combobox";
import { Check, ChevronsUpDown } from "lucide-react";
import { classNames } from "./class-names.ts";
import type { ControlIds } from "./field.tsx";
import { controlClass } from "./text-input.tsx";

export interface Choice {
  value: string;
  label: string;
  note?: string;
}

/** One of a list, found by typing. */
export function PickOne(props: {
  control: ControlIds;
  name: string;
  choices: Choice[];
  value: string | null;
  onPick: (value: string) => void;
  placeholder: string;
}) {
  const chosen = props.choices.find((choice) => choice.value === props.value) ?? null;
  return (
    <Combobox.Root
      items={props.choices}
      value={chosen}
      onValueChange={(choice) => choice && props.onPick(choice.value)}
      isItemEqualToValue={(item, value) => item.value === value.value}
      autoHighlight
    >
      <Combobox.InputGroup className="relative">
        <Combobox.Input
          {...props.control}
          name={props.name}
          placeholder={props.placeholder}
          className={classNames(controlClass, "pr-9")}
        />
        <Combobox.Trigger
          aria-label="Show all choices"
          tabIndex={-1}
          className="absolute inset-y-0 right-0 grid w-9 place-items-center text-ink-faint"
        >
          <ChevronsUpDown className="size-4" />
        </Combobox.Trigger>
      </Combobox.InputGroup>
      <Combobox.Portal>
        <Combobox.Positioner sideOffset={4} className="z-50 outline-none">
          <Combobox.Popup className="w-(--anchor-width) max-w-(--available-width) rounded-md border border-line bg-raised shadow-popup">
            <Combobox.Empty className="text-sm text-ink-muted">
              <p className="px-3 py-2.5">Nothing matches what you typed.</p>
            </Combobox.Empty>
            <Combobox.List className="max-h-[min(20rem,var(--available-height))] scroll-py-1 overflow-y-auto overscroll-contain p-1 outline-none data-empty:p-0">
              {(choice: Choice) => <ChoiceItem key={choice.value} choice={choice} />}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  );
}

function ChoiceItem({ choice }: { choice: Choice }) {
  return (
    <Combobox.Item
      value={choice}
      className="grid grid-cols-[1fr_1rem] items-center gap-2 rounded-sm px-2 py-1.5 text-base outline-none select-none data-highlighted:bg-accent-soft any-pointer-coarse:py-2.5"
    >
      <span className="min-w-0">
        <span className="block [overflow-wrap:anywhere]">{choice.label}</span>
        {choice.note && (
          <span className="block text-xs text-ink-muted [overflow-wrap:anywhere]">{choice.note}</span>
        )}
      </span>
      <Combobox.ItemIndicator>
        <Check className="size-4 text-accent" />
      </Combobox.ItemIndicator>
    </Combobox.Item>
  );
}
