"use client";

import { useEffect, useEffectEvent, useSyncExternalStore } from "react";
import { type Command, commands, onCommands, register } from "./commands.ts";

const none: readonly Command[] = [];

/** Offers a command for as long as the component is shown; null offers none. What it does may change meanwhile. */
export function useCommand(command: Command | null): void {
  const run = useEffectEvent(() => command?.run());
  const { id, name, group, words, Icon, keys, isForFields, isOnlyForKeys } = command ?? {};
  useEffect(() => {
    if (id === undefined || name === undefined || group === undefined) return;
    return register({
      id,
      name,
      group,
      run: () => run(),
      ...(words !== undefined && { words }),
      ...(Icon && { Icon }),
      ...(keys !== undefined && { keys }),
      ...(isForFields && { isForFields }),
      ...(isOnlyForKeys && { isOnlyForKeys }),
    });
  }, [id, name, group, words, Icon, keys, isForFields, isOnlyForKeys]);
}

export function useCommands(): readonly Command[] {
  return useSyncExternalStore(onCommands, commands, () => none);
}
