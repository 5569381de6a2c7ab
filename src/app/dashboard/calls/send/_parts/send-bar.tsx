"use client";

import { PhoneOutgoing } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { Button } from "#ui/button.tsx";
import { Keys } from "#ui/keys.tsx";
import { Notice } from "#ui/notice.tsx";

/** Sends the call; where something speaks against it, it is asked once more, in place. */
export function SendBar(props: {
  sending: boolean;
  /** Why it is asked once more; null when it is not. */
  asking: string[] | null;
  /** Variables that are still to be filled in. */
  unset: ReactNode;
  /** Whether there is something to take back. */
  isChanged: boolean;
  onConfirm: () => void;
  onKeep: () => void;
  onStartOver: () => void;
}) {
  const send = useRef<HTMLButtonElement>(null);
  function keep() {
    props.onKeep();
    // The button comes back with the next drawing.
    requestAnimationFrame(() => send.current?.focus());
  }
  return (
    <div className="bottom-0 z-10 -mx-1 flex flex-col gap-3 border-t border-line bg-surface px-1 py-3 md:sticky">
      {props.unset}
      {props.asking ? (
        <Question reasons={props.asking} onConfirm={props.onConfirm} onKeep={keep} />
      ) : (
        <div className="flex flex-wrap items-center gap-3">
          <Button ref={send} type="submit" look="primary" disabled={props.sending} className="h-9 px-4">
            <PhoneOutgoing aria-hidden="true" className="size-4" />
            {props.sending ? "Sending…" : "Send call"}
          </Button>
          <span className="flex items-center gap-1.5 text-xs text-ink-faint any-pointer-coarse:hidden">
            or <Keys keys="$mod+Enter" />
          </span>
          {props.isChanged && (
            <Button look="plain" onClick={props.onStartOver} disabled={props.sending} className="ml-auto">
              Start over
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

function Question(props: { reasons: string[]; onConfirm: () => void; onKeep: () => void }) {
  const question = useRef<HTMLFieldSetElement>(null);
  useEffect(() => question.current?.focus(), []);
  return (
    <fieldset
      ref={question}
      aria-label="Call anyway?"
      tabIndex={-1}
      className="flex min-w-0 flex-col gap-3 rounded-md outline-offset-4"
    >
      <Notice tone="caution" title="Call anyway?">
        <ul className="flex flex-col gap-1">
          {props.reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      </Notice>
      <div className="flex flex-wrap items-center gap-3">
        {/* It stands where “Send call” was: the second press of a double one keeps the call from being sent, and the question. */}
        <Button onClick={(event) => event.detail < 2 && props.onKeep()} className="h-9">
          Keep editing
        </Button>
        <Button look="primary" onClick={props.onConfirm} className="h-9 px-4">
          <PhoneOutgoing aria-hidden="true" className="size-4" />
          Call anyway
        </Button>
        <span className="flex items-center gap-1.5 text-xs text-ink-faint any-pointer-coarse:hidden">
          or <Keys keys="$mod+Enter" /> again
        </span>
      </div>
    </fieldset>
  );
}
