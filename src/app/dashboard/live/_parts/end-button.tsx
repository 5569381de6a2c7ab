import { PhoneOff } from "lucide-react";
import { type MouseEvent, useEffect, useLayoutEffect, useRef } from "react";
import type { LiveCall } from "#domain/calls";
import { Button } from "#ui/button.tsx";
import { isWaiting } from "./live-strips.ts";
import { otherPartyWords } from "./other-party.ts";

/** A question that nobody answers takes itself back. */
const ARMED_FOR_MS = 6_000;

interface EndButtonProps {
  call: LiveCall;
  isArmed: boolean;
  isEnding: boolean;
  onArm: (id: string | null) => void;
  onEnd: (call: LiveCall) => void;
}

/** Ends a call by two presses: there is no way to undo it. */
export function EndButton(props: EndButtonProps) {
  if (!props.isEnding) return <PressTwice {...props} />;
  return (
    <p className="flex h-control w-full items-center justify-end text-ink-muted any-pointer-coarse:h-touch">
      {busyWords(props.call)}
    </p>
  );
}

function PressTwice({ call, isArmed, onArm, onEnd }: EndButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  const deed = call.status === "in_progress" ? "End" : "Cancel";

  useEffect(() => {
    if (!isArmed) return;
    // By its key the question came from somewhere else on the strip.
    button.current?.focus({ preventScroll: true });
    const timer = setTimeout(() => onArm(null), ARMED_FOR_MS);
    return () => clearTimeout(timer);
  }, [isArmed, onArm]);
  useLayoutEffect(() => {
    const own = button.current;
    return () => handFocusOn(own);
  }, []);

  function press(event: MouseEvent): void {
    // The second half of a double click answers no question that the first half asked.
    if (event.detail > 1) return;
    if (isArmed) onEnd(call);
    else onArm(call.id);
  }

  return (
    <>
      <Button
        ref={button}
        look={isArmed ? "alarm" : "quiet"}
        onClick={press}
        onBlur={() => isArmed && onArm(null)}
        onKeyDown={(event) => {
          if (event.key === "Escape" && isArmed) onArm(null);
        }}
        aria-label={`${isArmed ? `${deed} now` : deed}: the call with ${otherPartyWords(call)}`}
        className="w-26 px-2"
      >
        <PhoneOff aria-hidden="true" className="size-4 shrink-0" />
        {isArmed ? `${deed} now` : deed}
      </Button>
      <span role="status" className="sr-only">
        {isArmed && `Press again to ${deed.toLowerCase()} the call with ${otherPartyWords(call)}.`}
      </span>
    </>
  );
}

/** The button goes when it has done its work or the call is over; the keyboard stays on its strip. */
function handFocusOn(button: HTMLButtonElement | null): void {
  if (button === null || button !== document.activeElement) return;
  button.closest("li")?.querySelector<HTMLElement>("a[data-strip]")?.focus({ preventScroll: true });
}

function busyWords(call: LiveCall): string {
  if (isWaiting(call)) return "Withdrawing…";
  return call.status === "in_progress" ? "Ending…" : "Cancelling…";
}
