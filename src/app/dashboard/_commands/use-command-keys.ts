"use client";

import { useEffect } from "react";
import { createKeybindingsHandler } from "tinykeys";
import type { Command } from "./commands.ts";
import { useCommands } from "./use-commands.ts";

const fields =
  "input:not([type='range'], [type='checkbox'], [type='radio']), textarea, select, [contenteditable], [role='combobox'], [role='listbox']";
/** What is open above the page has the keyboard to itself; toasts stand beside it. */
const above =
  "[role='dialog']:not([data-beside]), [role='alertdialog']:not([data-beside]), [role='menu'], [role='listbox']";
/** What these keys press when they are on something that can be pressed. */
const pressing = new Set([" ", "Enter"]);
const pressable = "button, a, summary, [role='option'], [role='slider']";
/** And these move what moves by them; the place in a recording is moved by the page's own, further at once. */
const moving = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]);
const movable = "[data-moves-by-arrows], input[type='radio']";

/** Runs commands by their keys, wherever on the page the keyboard is. Of several with the same keys the last one runs. */
export function useCommandKeys(): void {
  const all = useCommands();
  useEffect(() => {
    const anywhere = handlerFor(
      all.filter(({ isForFields }) => isForFields),
      // Keys that are held down repeat; what they do from within a field is done once.
      ({ defaultPrevented, repeat }) => defaultPrevented || repeat,
    );
    const outsideFields = handlerFor(
      all.filter(({ isForFields }) => !isForFields),
      isTaken,
    );
    document.addEventListener("keydown", anywhere);
    document.addEventListener("keydown", outsideFields);
    return () => {
      document.removeEventListener("keydown", anywhere);
      document.removeEventListener("keydown", outsideFields);
    };
  }, [all]);
}

function handlerFor(commands: readonly Command[], ignore: (event: KeyboardEvent) => boolean): EventListener {
  const bindings = commands.flatMap(({ keys, run }) =>
    keys === undefined
      ? []
      : [
          [
            keys,
            (event: KeyboardEvent) => {
              event.preventDefault();
              run();
            },
          ] as const,
        ],
  );
  return createKeybindingsHandler(Object.fromEntries(bindings), { ignore });
}

/** Whether the key means something else where it was pressed. */
function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented) return true;
  if (!(event.target instanceof Element)) return false;
  if (event.target.closest(fields)) return true;
  if (pressing.has(event.key) && event.target.closest(pressable)) return true;
  if (moving.has(event.key) && event.target.closest(movable)) return true;
  return document.querySelector(above) !== null;
}
