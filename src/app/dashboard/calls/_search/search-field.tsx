"use client";

import { Search as SearchIcon, X } from "lucide-react";
import {
  type ChangeEvent,
  type FormEvent,
  type KeyboardEvent,
  type UIEvent,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import type { SearchField as Field, SearchMistake } from "#domain/calls";
import { IconButton } from "#ui/button.tsx";
import { classNames } from "#ui/class-names.ts";
import { Keys } from "#ui/keys.tsx";
import { controlClass } from "#ui/text-input.tsx";
import { useCommand } from "../../_commands/use-commands.ts";
import { ColouredQuery } from "./coloured-query.tsx";
import type { Completion } from "./completion.ts";
import { CompletionList, optionId } from "./completion-list.tsx";
import { SearchMistakes } from "./search-mistakes.tsx";
import { useCompletions } from "./use-completions.ts";
import type { Search } from "./use-search.ts";

const FOCUS_KEY = "/";
/** The field and the colours over it must break, space and join letters alike. */
const letters = "text-base any-pointer-coarse:text-md [font-kerning:none] [font-variant-ligatures:none]";

interface SearchFieldProps {
  search: Search;
  fields: readonly Field[];
  /** Of the search in the address. */
  mistakes: readonly SearchMistake[];
}

/** One field for every question about calls: it colours, completes and says what it does not understand. */
export function SearchField({ search, fields, mistakes }: SearchFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const colours = useRef<HTMLDivElement>(null);
  const [caret, setCaret] = useState(0);
  // Where it belongs once the chosen text is written, which moves it to the end.
  const chosenCaret = useRef<{ text: string; at: number } | null>(null);
  const [wanted, setWanted] = useState(false);
  const [highlighted, setHighlighted] = useState<string | null>(null);
  const mistakesId = useId();
  const listId = useId();
  const completions = useCompletions(search.text, caret, { fields, asking: wanted });
  const isOpen = wanted && completions.length > 0;
  const at = isOpen ? completions.findIndex(({ key }) => key === highlighted) : -1;
  const meant = isOpen ? completions.find(({ isMeant }) => isMeant) : undefined;
  const shownMistakes = search.text === search.applied ? mistakes : [];

  useCommand({
    id: "search-calls",
    name: "Search calls",
    group: "Calls",
    words: "filter find query",
    keys: FOCUS_KEY,
    Icon: SearchIcon,
    run: () => input.current?.focus(),
  });

  // With the text itself, not a frame later, when more may have been typed.
  useLayoutEffect(() => {
    if (chosenCaret.current?.text !== search.text) return;
    input.current?.setSelectionRange(chosenCaret.current.at, chosenCaret.current.at);
    chosenCaret.current = null;
  });

  function write({ currentTarget }: ChangeEvent<HTMLInputElement>) {
    chosenCaret.current = null;
    search.type(currentTarget.value);
    setCaret(currentTarget.selectionStart ?? currentTarget.value.length);
    setHighlighted(null);
    setWanted(true);
  }
  function choose(chosen: Completion) {
    chosenCaret.current = { text: chosen.text, at: chosen.caret };
    setCaret(chosen.caret);
    setHighlighted(null);
    setWanted(chosen.leadsOn);
    if (chosen.leadsOn) search.type(chosen.text);
    else search.apply(chosen.text);
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    setWanted(false);
    search.apply(search.text);
  }
  function press(event: KeyboardEvent) {
    // What an input method is being given is not ours to take.
    if (event.nativeEvent.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const chosen = completions[at] ?? meant;
    if (event.key === "ArrowDown") step(1);
    else if (event.key === "ArrowUp") step(-1);
    else if (event.key === "Enter" && chosen) choose(chosen);
    else if (event.key !== "Escape") return;
    else if (isOpen) setWanted(false);
    else input.current?.blur();
    event.preventDefault();
  }
  /** From the last to the field itself, and from there to the first. */
  function step(by: 1 | -1) {
    setWanted(true);
    const places = completions.length + 1;
    setHighlighted(completions[((at + 1 + by + places) % places) - 1]?.key ?? null);
  }
  function followScroll(event: UIEvent<HTMLInputElement>) {
    if (colours.current) colours.current.scrollLeft = event.currentTarget.scrollLeft;
  }

  return (
    <search className="flex min-w-0 flex-1 flex-col gap-1.5">
      <form onSubmit={submit} className="relative">
        <div className="group relative flex">
          <SearchIcon
            aria-hidden="true"
            className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-ink-faint"
          />
          <input
            ref={input}
            role="combobox"
            value={search.text}
            onChange={write}
            aria-label="Search calls"
            aria-haspopup="listbox"
            aria-controls={isOpen ? listId : undefined}
            aria-activedescendant={at === -1 ? undefined : optionId(listId, at)}
            aria-autocomplete="list"
            aria-expanded={isOpen}
            aria-invalid={shownMistakes.length > 0 ? true : undefined}
            aria-describedby={shownMistakes.length > 0 ? mistakesId : undefined}
            placeholder="status:failed agent:reminder duration:>2m"
            autoComplete="off"
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
            enterKeyHint="search"
            onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
            onKeyDown={press}
            onBlur={() => setWanted(false)}
            onClick={() => setWanted(true)}
            onScroll={followScroll}
            className={classNames(controlClass, letters, "pr-11 pl-8 text-transparent caret-ink")}
          />
          <div
            ref={colours}
            aria-hidden="true"
            className={classNames(
              letters,
              "pointer-events-none absolute inset-y-px right-11 left-8 mx-px flex items-center overflow-hidden whitespace-pre",
            )}
          >
            <span>
              <ColouredQuery text={search.text} mistakes={shownMistakes} />
            </span>
          </div>
          <FieldEnd
            isEmpty={search.text === ""}
            onClear={() => {
              search.apply("");
              input.current?.focus();
            }}
          />
        </div>
        {isOpen && (
          <CompletionList
            id={listId}
            completions={completions}
            highlighted={at}
            meant={meant}
            onHighlight={(place) => setHighlighted(completions[place]?.key ?? null)}
            onChoose={choose}
          />
        )}
        {/* Enter presses it; without one a form of several inputs is not sent. */}
        <button type="submit" tabIndex={-1} className="sr-only">
          Search
        </button>
      </form>
      <p role="status" className="sr-only">
        {meant && `Enter takes ${meant.shown}`}
      </p>
      <SearchMistakes id={mistakesId} mistakes={shownMistakes} search={search} />
    </search>
  );
}

function FieldEnd({ isEmpty, onClear }: { isEmpty: boolean; onClear: () => void }) {
  return (
    <div className="absolute inset-y-0 right-0.5 flex items-center any-pointer-coarse:right-0">
      {isEmpty ? (
        <span className="pointer-events-none pr-2 group-focus-within:invisible any-pointer-coarse:hidden">
          <Keys keys={FOCUS_KEY} />
        </span>
      ) : (
        <IconButton label="Clear the search" onClick={onClear}>
          <X aria-hidden="true" className="size-4" />
        </IconButton>
      )}
    </div>
  );
}
