"use client";

import type { SavedView, ViewContent } from "#domain/views";
import { toast } from "#ui/toast.tsx";
import { ApiFailure } from "../../_api/ask.ts";
import { changeView, deleteView, restoreView } from "../../_api/views.ts";
import { useSavedViews } from "../../_views/saved-views.tsx";
import { permalink } from "../../_views/view-address.ts";
import type { ShownView } from "./use-shown-view.ts";

/** What is done to a view without asking further; each is told, and can be undone. */
export function useViewDeeds(shown: ShownView) {
  const { keep, drop } = useSavedViews();

  async function update(view: SavedView, content: ViewContent) {
    await telling(async () => {
      keep(await changeView(view.id, content));
      const { query, zone, columns, sort } = view;
      toast({
        title: `“${view.name}” shows this now`,
        deed: {
          name: "Undo",
          run: () =>
            void telling(async () => keep(await changeView(view.id, { query, zone, columns, sort }))),
        },
      });
    });
  }

  async function share(view: SavedView, isShared: boolean) {
    await telling(async () => {
      keep(await changeView(view.id, { isShared }));
      toast({
        title: isShared ? `Every admin has “${view.name}” now` : `“${view.name}” is yours alone now`,
        deed: {
          name: "Undo",
          run: () => void telling(async () => keep(await changeView(view.id, { isShared: !isShared }))),
        },
      });
    });
  }

  async function remove(view: SavedView) {
    const wasShown = shown.view?.id === view.id;
    await telling(async () => {
      await deleteView(view.id);
      // What is shown stays, and came from nowhere.
      if (wasShown) shown.setView(null);
      drop(view.id);
      toast({
        title: `“${view.name}” is deleted`,
        deed: {
          name: "Undo",
          run: () =>
            void telling(async () => {
              keep(await restoreView(view.id));
              if (wasShown && new URLSearchParams(window.location.search).get("view") === null)
                shown.setView(view.id);
            }),
        },
      });
    });
  }

  return { update, share, remove };
}

/** Copies what always shows the view, however it changes. Browsers offer the clipboard on https and localhost only. */
export async function copyLink(view: SavedView): Promise<void> {
  const link = new URL(permalink(view), window.location.href).href;
  try {
    await navigator.clipboard.writeText(link);
    toast({
      title: "The link is copied",
      ...(!view.isShared && { description: "Only you can open it, until you share the view." }),
    });
  } catch {
    toast({ tone: "failed", title: "The browser refused to copy", description: link });
  }
}

async function telling(deed: () => Promise<void>): Promise<void> {
  try {
    await deed();
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    toast({ tone: "failed", title: error.message });
  }
}
