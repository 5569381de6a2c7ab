"use client";

import { Bookmark, BookmarkPlus, RotateCcw, Save } from "lucide-react";
import { useState } from "react";
import type { SavedView } from "#domain/views";
import { Button } from "#ui/button.tsx";
import { useCommand } from "../../_commands/use-commands.ts";
import { useGo } from "../../_reach/use-reach.ts";
import { viewAddress } from "../../_views/view-address.ts";
import type { OpenPart } from "./open-part.ts";
import { type ShownView, useShownView } from "./use-shown-view.ts";
import { useViewDeeds } from "./use-view-deeds.ts";
import { ViewsButton } from "./views-button.tsx";

/** Which view the history shows, what has changed since, and what can be done about it. */
export function ViewsBar({ view: viewOfPage }: { view: SavedView | null }) {
  const shown = useShownView(viewOfPage);
  const [open, setOpen] = useState<OpenPart | null>(null);
  const saveNew = () => setOpen({ part: "form", view: null, from: "page" });
  useCommand({
    id: "views",
    name: "Saved views",
    group: "Calls",
    keys: "v",
    Icon: Bookmark,
    run: () => setOpen({ part: "list" }),
  });
  useCommand({
    id: "save-view",
    name: "Save view…",
    group: "Calls",
    words: "new keep filters",
    Icon: BookmarkPlus,
    run: saveNew,
  });
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
      <ViewsButton shown={shown} open={open} onOpen={setOpen} />
      {/* Together, so that a narrow screen has them on one line. */}
      <div className="flex items-center gap-2 has-[>p:empty]:hidden">
        <p role="status" className="text-sm text-ink-muted empty:hidden">
          {shown.isChanged && "Changed"}
        </p>
        {shown.view && shown.isChanged && <Changes shown={shown} view={shown.view} onSaveNew={saveNew} />}
      </div>
      {shown.isWorthSaving && (
        <Button look="plain" onClick={saveNew}>
          Save view…
        </Button>
      )}
    </div>
  );
}

function Changes({ shown, view, onSaveNew }: { shown: ShownView; view: SavedView; onSaveNew: () => void }) {
  const go = useGo();
  const { update } = useViewDeeds(shown);
  const [busy, setBusy] = useState(false);
  async function save() {
    setBusy(true);
    await update(view, shown.content());
    setBusy(false);
  }
  const reset = () => go(viewAddress(view));
  useCommand(
    view.mayChange
      ? {
          id: "save-view-changes",
          name: `Save changes of “${view.name}”`,
          group: "Calls",
          Icon: Save,
          run: () => void save(),
        }
      : null,
  );
  useCommand({ id: "reset-view", name: `Reset “${view.name}”`, group: "Calls", Icon: RotateCcw, run: reset });
  return (
    <div className="flex items-center">
      {view.mayChange && (
        <Button onClick={save} disabled={busy}>
          Save
        </Button>
      )}
      <Button look="plain" onClick={onSaveNew}>
        Save as new
      </Button>
      <Button look="plain" onClick={reset}>
        Reset
      </Button>
    </div>
  );
}
