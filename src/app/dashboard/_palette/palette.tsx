"use client";

import { Autocomplete } from "@base-ui/react/autocomplete";
import { Dialog } from "@base-ui/react/dialog";
import { LoaderCircle, Search } from "lucide-react";
import { type RefObject, useRef, useState } from "react";
import { classNames } from "#ui/class-names.ts";
import { Keys } from "#ui/keys.tsx";
import { Ago } from "#ui/moment.tsx";
import type { Entry, EntryGroup } from "./entry.ts";
import { PaletteFrame } from "./palette-frame.tsx";
import { rememberChoice } from "./recent.ts";
import { takeTypedEarly } from "./typed-early.ts";
import { useEntries } from "./use-entries.ts";

/** Everything that can be done or opened, found by typing. */
export function Palette(props: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  returnTo: RefObject<HTMLElement | null>;
}) {
  const chosen = useRef<Entry | null>(null);

  function choose(entry: Entry) {
    rememberChoice(entry);
    chosen.current = entry;
    props.onOpenChange(false);
  }

  // Only when the keyboard is back on the page: what is chosen may lead it elsewhere.
  function closed(open: boolean) {
    if (open) return;
    const entry = chosen.current;
    chosen.current = null;
    // The dialog gives the keyboard back as it goes, which is after this.
    if (entry) setTimeout(entry.run);
  }

  return (
    <Dialog.Root open={props.open} onOpenChange={props.onOpenChange} onOpenChangeComplete={closed}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-veil" />
        <Dialog.Viewport className="fixed inset-0 z-50 overflow-hidden">
          <Dialog.Popup
            aria-label="Search and commands"
            finalFocus={props.returnTo}
            render={<PaletteFrame />}
          >
            <Lines onChoose={choose} />
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Lines({ onChoose }: { onChoose: (entry: Entry) => void }) {
  const [text, setText] = useState(takeTypedEarly);
  const { groups, searching, failure } = useEntries(text.trim());
  return (
    <Autocomplete.Root
      open
      inline
      items={groups.map(({ name, items }) => ({ value: name, items }))}
      filter={null}
      value={text}
      onValueChange={(value, { reason }) => reason !== "item-press" && setText(value)}
      itemToStringValue={(entry: Entry) => entry.title}
      autoHighlight="always"
      keepHighlight
    >
      <Autocomplete.InputGroup className="flex h-12 shrink-0 items-center gap-2.5 border-b border-line px-4">
        {searching ? (
          <LoaderCircle aria-hidden="true" className="size-4 shrink-0 animate-spin text-ink-muted" />
        ) : (
          <Search aria-hidden="true" className="size-4 shrink-0 text-ink-muted" />
        )}
        <Autocomplete.Input
          aria-label="Search, or say what to do"
          placeholder="A command, number, name, call…"
          className="h-full min-w-0 flex-1 bg-transparent text-md outline-none"
        />
        <Dialog.Close className="-mr-1 rounded-sm p-1 text-xs text-ink-muted">
          <span className="sr-only">Close </span>
          <Keys keys="Escape" />
        </Dialog.Close>
      </Autocomplete.InputGroup>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        <Autocomplete.List className="scroll-py-2 p-1.5">
          {(group: { value: string; items: Entry[] }) => (
            <Autocomplete.Group key={group.value} items={group.items} className="not-last:mb-1.5">
              <Autocomplete.GroupLabel className="px-2.5 pt-1.5 pb-1 text-xs text-ink-muted">
                {group.value}
              </Autocomplete.GroupLabel>
              <Autocomplete.Collection>
                {(entry: Entry) => <Line key={entry.id} entry={entry} onChoose={onChoose} />}
              </Autocomplete.Collection>
            </Autocomplete.Group>
          )}
        </Autocomplete.List>
        {failure && (
          <p role="alert" className="px-4 py-2 text-sm text-failed">
            Calls, agents and people could not be searched. {failure}
          </p>
        )}
        {groups.length === 0 && !failure && <Nothing searching={searching} />}
      </div>
      <Autocomplete.Status className="sr-only">{countWords(groups, searching)}</Autocomplete.Status>
    </Autocomplete.Root>
  );
}

function Line({ entry, onChoose }: { entry: Entry; onChoose: (entry: Entry) => void }) {
  const { title, note, Icon, ink = "text-ink-muted", keys, at } = entry;
  return (
    <Autocomplete.Item
      value={entry}
      onClick={() => onChoose(entry)}
      className="grid min-h-9 grid-cols-[1rem_minmax(0,1fr)_auto] items-center gap-2.5 rounded-sm px-2.5 py-1 text-sm outline-none select-none data-highlighted:bg-accent-soft any-pointer-coarse:min-h-touch"
    >
      <Icon aria-hidden="true" className={classNames("size-4", ink)} />
      <span className="flex min-w-0 flex-col sm:flex-row sm:items-baseline sm:gap-2">
        <span className="max-w-full truncate sm:shrink-0">{title}</span>
        {note && (
          <span dir="auto" className="truncate text-xs text-ink-muted">
            {note}
          </span>
        )}
      </span>
      {at && <Ago at={at} className="figures text-xs text-ink-muted" />}
      {keys && (
        <span className="pointer-coarse:hidden">
          <Keys keys={keys} />
        </span>
      )}
    </Autocomplete.Item>
  );
}

function Nothing({ searching }: { searching: boolean }) {
  return (
    <p className="px-4 py-3 text-sm text-ink-muted">
      {searching
        ? "Searching…"
        : "Nothing found. Try a command, a place, the beginning of a number, a name from a call's variables, Retell's id of a call, an agent or a person."}
    </p>
  );
}

function countWords(groups: EntryGroup[], searching: boolean): string {
  if (searching) return "Searching";
  const count = groups.reduce((sum, { items }) => sum + items.length, 0);
  return count === 1 ? "One result" : `${count} results`;
}
