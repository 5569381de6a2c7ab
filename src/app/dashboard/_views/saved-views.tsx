"use client";

import { Bookmark } from "lucide-react";
import { createContext, type ReactNode, use, useMemo, useState } from "react";
import type { SavedView } from "#domain/views";
import { useCommand } from "../_commands/use-commands.ts";
import { useGo } from "../_reach/use-reach.ts";
import { viewAddress } from "./view-address.ts";

interface SavedViews {
  /** The person's own, then those that others share, each by name. */
  views: readonly SavedView[];
  /** Puts a view that was saved, changed or restored to its place. */
  keep: (view: SavedView) => void;
  drop: (id: string) => void;
  replace: (views: SavedView[]) => void;
}

const Context = createContext<SavedViews | null>(null);

/** Knows the views on every page, because the palette leads to each of them from anywhere. */
export function SavedViewsProvider({ first, children }: { first: SavedView[]; children: ReactNode }) {
  const [held, setHeld] = useState({ first, views: first });
  // The server was asked again, and knows what others did meanwhile; what was done here since it looked is newer.
  if (held.first !== first) setHeld({ first, views: newestOf(first, held.views) });
  const { views } = held;
  const value = useMemo<SavedViews>(() => {
    const replace = (next: (views: SavedView[]) => SavedView[]) =>
      setHeld((before) => ({ ...before, views: next(before.views) }));
    return {
      views,
      keep: (view) => replace((all) => [...all.filter(({ id }) => id !== view.id), view].sort(inOrder)),
      drop: (id) => replace((all) => all.filter((view) => view.id !== id)),
      replace: (next) => replace((all) => newestOf(next, all)),
    };
  }, [views]);
  return (
    <Context value={value}>
      {children}
      {views.map((view) => (
        <ViewCommand key={view.id} view={view} />
      ))}
    </Context>
  );
}

export function useSavedViews(): SavedViews {
  const value = use(Context);
  if (value === null) throw new Error("Saved views are known below their provider only.");
  return value;
}

function ViewCommand({ view }: { view: SavedView }) {
  const go = useGo();
  useCommand({
    id: `view ${view.id}`,
    name: `View: ${view.name}`,
    group: "Views",
    words: "saved calls history",
    Icon: Bookmark,
    run: () => go(viewAddress(view)),
  });
  return null;
}

/** The views of one list, each as the other knows it where that is newer. */
function newestOf(views: readonly SavedView[], others: readonly SavedView[]): SavedView[] {
  const known = new Map(others.map((view) => [view.id, view]));
  return views
    .map((view) => {
      const other = known.get(view.id);
      return other !== undefined && other.updatedAt > view.updatedAt ? other : view;
    })
    .sort(inOrder);
}

function inOrder(one: SavedView, other: SavedView): number {
  return Number(other.isMine) - Number(one.isMine) || one.name.localeCompare(other.name);
}
