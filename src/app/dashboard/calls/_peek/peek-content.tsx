"use client";

import { ChevronDown, ChevronUp, Maximize2, X } from "lucide-react";
import type { CallListItem } from "#domain/calls";
import { Button, IconButton } from "#ui/button.tsx";
import { Keys } from "#ui/keys.tsx";
import { Notice } from "#ui/notice.tsx";
import { Pale } from "#ui/pale.tsx";
import { PeekFacts } from "./peek-facts.tsx";
import { PeekedCallView } from "./peeked-call-view.tsx";
import { usePeekedCall } from "./use-peeked-call.ts";

export interface PeekProps {
  id: string;
  /** As the list shows it; null when the list does not hold it. */
  row: CallListItem | null;
  onClose: () => void;
  onOpenPage: () => void;
  /** Null where the list ends. */
  onPrevious: (() => void) | null;
  onNext: (() => void) | null;
}

/** What can be done with it, who and when at once from the list's row, and the rest as soon as it is read. */
export function PeekContent(props: PeekProps) {
  const { read, failure, again } = usePeekedCall(props.id);
  return (
    <>
      <Bar {...props} />
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto overscroll-contain px-4 pb-6">
        {read ? (
          <PeekedCallView first={read} />
        ) : (
          <>
            {props.row && <PeekFacts call={props.row} />}
            {failure === null ? <Coming /> : <Failed words={failure} onAgain={again} />}
          </>
        )}
      </div>
    </>
  );
}

function Bar({ onPrevious, onNext, onOpenPage, onClose }: PeekProps) {
  return (
    <div className="flex items-center justify-between gap-2 px-2 py-1.5">
      <div className="flex">
        <IconButton label="Previous call (K)" disabled={onPrevious === null} onClick={() => onPrevious?.()}>
          <ChevronUp aria-hidden="true" className="size-4" />
        </IconButton>
        <IconButton label="Next call (J)" disabled={onNext === null} onClick={() => onNext?.()}>
          <ChevronDown aria-hidden="true" className="size-4" />
        </IconButton>
      </div>
      <div className="flex">
        <Button look="plain" onClick={onOpenPage} className="px-2">
          <Maximize2 aria-hidden="true" className="size-4" />
          Open the call’s page
          <span className="any-pointer-coarse:hidden">
            <Keys keys="Enter" />
          </span>
        </Button>
        <IconButton label="Close (Esc)" onClick={onClose}>
          <X aria-hidden="true" className="size-4" />
        </IconButton>
      </div>
    </div>
  );
}

function Coming() {
  return (
    <div aria-busy="true" className="flex flex-col gap-4">
      <Pale className="h-control w-44" />
      <Pale className="h-28 w-full" />
      <Pale className="h-14 w-full" />
      <Pale className="h-64 w-full" />
    </div>
  );
}

function Failed({ words, onAgain }: { words: string; onAgain: () => void }) {
  return (
    <Notice tone="failure" role="status" title="The call could not be read">
      <p className="pb-2">{words}</p>
      <Button onClick={onAgain}>Try again</Button>
    </Notice>
  );
}
