"use client";

import { useRouter } from "next/navigation";
import type { SavedView } from "#domain/views";
import { toast } from "#ui/toast.tsx";
import { changeView, saveView, type ViewChange } from "../../_api/views.ts";
import { useSavedViews } from "../../_views/saved-views.tsx";
import { viewAddress } from "../../_views/view-address.ts";
import type { OpenPart } from "./open-part.ts";
import type { ShownView } from "./use-shown-view.ts";
import { ViewForm } from "./view-form.tsx";
import { ViewsList } from "./views-list.tsx";

/** What opens from the button; apart, because few visits need it. */
export function ViewsPanel(props: {
  shown: ShownView;
  open: OpenPart;
  onOpen: (open: OpenPart | null) => void;
}) {
  const { shown, open, onOpen } = props;
  const router = useRouter();
  const { keep } = useSavedViews();
  if (open.part === "list")
    return (
      <ViewsList
        shown={shown}
        onClose={() => onOpen(null)}
        onSave={() => onOpen({ part: "form", view: null, from: "list" })}
        onRename={(view) => onOpen({ part: "form", view, from: "list" })}
      />
    );
  const { view, from } = open;

  function save(named: ViewChange): Promise<SavedView> {
    return view ? changeView(view.id, named) : saveView({ ...shown.content(), ...named });
  }
  function saved(fresh: SavedView) {
    keep(fresh);
    if (view) {
      onOpen({ part: "list" });
      return;
    }
    onOpen(null);
    router.replace(viewAddress(fresh), { scroll: false });
    toast({ title: `“${fresh.name}” is saved` });
  }

  return (
    <ViewForm
      view={view}
      onSave={save}
      onSaved={saved}
      onCancel={() => onOpen(from === "list" ? { part: "list" } : null)}
    />
  );
}
