"use client";

import { Plus } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import type { SavedView } from "#domain/views";
import { readViews, type ViewCounts } from "../../_api/views.ts";
import { useSavedViews } from "../../_views/saved-views.tsx";
import type { ShownView } from "./use-shown-view.ts";
import { useViewCounts } from "./use-view-counts.ts";
import { useViewDeeds } from "./use-view-deeds.ts";
import { ViewLink, ViewRow } from "./view-row.tsx";

interface ViewsListProps {
  shown: ShownView;
  onClose: () => void;
  onSave: () => void;
  onRename: (view: SavedView) => void;
}

/** All views that the person has, with how many calls each of them shows. */
export function ViewsList({ shown, onClose, onSave, onRename }: ViewsListProps) {
  const list = useRef<HTMLDivElement>(null);
  const { views } = useSavedViews();
  const { share, remove } = useViewDeeds(shown);
  const counts = useViewCounts();
  const failed = useFreshViews();
  // Popups give the keyboard to what is there when they open; the list may come later.
  useEffect(() => linksIn(list.current).at(0)?.focus({ preventScroll: true }), []);

  const row = (view: SavedView) => (
    <ViewRow
      key={view.id}
      view={view}
      isShown={shown.view?.id === view.id}
      count={countOf(counts, view)}
      onOpen={onClose}
      onRename={() => onRename(view)}
      onShare={(isShared) => void share(view, isShared)}
      onDelete={() => {
        // The row goes, and the keyboard with it.
        linksIn(list.current).at(0)?.focus();
        void remove(view);
      }}
    />
  );
  return (
    <div className="flex flex-col">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys only lead from one link to the next. */}
      <div
        ref={list}
        onKeyDown={walk}
        className="flex max-h-[min(26rem,60dvh)] flex-col gap-2 overflow-y-auto overscroll-contain p-1"
      >
        <div className="flex">
          <ViewLink
            href="/dashboard/calls"
            isShown={shown.view === null && !shown.isWorthSaving}
            onOpen={onClose}
          >
            All calls
          </ViewLink>
        </div>
        <Group title="Yours">{views.filter(({ isMine }) => isMine).map(row)}</Group>
        <Group title="Shared by others">{views.filter(({ isMine }) => !isMine).map(row)}</Group>
        {failed && (
          <p role="alert" className="px-2 text-sm text-failed">
            What others share could not be read. Close and open this again.
          </p>
        )}
      </div>
      <div className="border-t border-line p-1">
        <button
          type="button"
          data-view-link=""
          onClick={onSave}
          className="flex min-h-8 w-full items-center gap-2 rounded-sm px-2 text-left text-sm hover:bg-hover any-pointer-coarse:min-h-touch"
        >
          <Plus aria-hidden="true" className="size-4 text-ink-muted" />
          Save view…
        </button>
      </div>
    </div>
  );
}

function Group({ title, children }: { title: string; children: ReactNode[] }) {
  if (children.length === 0) return null;
  return (
    <section className="flex flex-col gap-0.5">
      <h2 className="px-2 text-xs text-ink-muted">{title}</h2>
      <ul>{children}</ul>
    </section>
  );
}

function countOf(counts: ViewCounts | null, { id }: SavedView) {
  return counts === null ? undefined : (counts[id] ?? null);
}

/** Reads once what others have shared, renamed or deleted meanwhile. */
function useFreshViews(): boolean {
  const { replace } = useSavedViews();
  const [failed, setFailed] = useState(false);
  const tell = useRef(replace);
  useEffect(() => {
    const left = new AbortController();
    readViews(left.signal).then(tell.current, () => setFailed(!left.signal.aborted));
    return () => left.abort();
  }, []);
  return failed;
}

function linksIn(list: HTMLElement | null): HTMLElement[] {
  return [...(list?.parentElement?.querySelectorAll<HTMLElement>("[data-view-link]") ?? [])];
}

function walk(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const links = linksIn(event.currentTarget);
  const at = links.findIndex((link) => link.closest("li, div")?.contains(document.activeElement));
  event.preventDefault();
  links[(at + step + links.length) % links.length]?.focus();
}
