"use client";

import { Bookmark, ChevronDown } from "lucide-react";
import { Button } from "#ui/button.tsx";
import { Later } from "#ui/later.ts";
import { Pale } from "#ui/pale.tsx";
import { Popover } from "#ui/popover.tsx";
import { useLater } from "#ui/use-later.ts";
import type { OpenPart } from "./open-part.ts";
import type { ShownView } from "./use-shown-view.ts";

const panel = new Later(() => import("./views-panel.tsx"));

/** Says which view is shown, and opens all of them. */
export function ViewsButton(props: {
  shown: ShownView;
  open: OpenPart | null;
  onOpen: (open: OpenPart | null) => void;
}) {
  const { shown, open, onOpen } = props;
  const code = useLater(panel, { isWanted: open !== null, onFailed: () => onOpen(null) });
  return (
    <Popover
      label="Views"
      isOpen={open !== null}
      onOpen={(isOpen) => onOpen(isOpen ? { part: "list" } : null)}
      align="start"
      className="w-84"
      trigger={
        <Button className="max-w-full min-w-0 sm:max-w-80">
          <Bookmark aria-hidden="true" className="size-3.5 shrink-0 text-ink-muted" />
          <span className="sr-only">View: </span>
          <bdi className="truncate">{shown.view?.name ?? "All calls"}</bdi>
          <ChevronDown aria-hidden="true" className="size-3.5 shrink-0 text-ink-faint" />
        </Button>
      }
    >
      {open &&
        (code ? (
          <code.ViewsPanel shown={shown} open={open} onOpen={onOpen} />
        ) : (
          <Pale className="m-3 h-24" />
        ))}
    </Popover>
  );
}
