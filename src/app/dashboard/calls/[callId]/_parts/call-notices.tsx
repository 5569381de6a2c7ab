import type { Call, DialState } from "#domain/calls";
import { ButtonLink } from "#ui/button.tsx";
import { isOver } from "#ui/call-status.tsx";
import { HelpLink } from "#ui/help-link.tsx";
import { Notice } from "#ui/notice.tsx";
import { WaitNotice } from "./wait-notice.tsx";

const failureTitles: Partial<Record<DialState, string>> = {
  refused: "Retell refused to place this call",
  given_up: "This call was given up",
};

/** States whose message says that the call may be sent again. */
const neverPlaced: ReadonlySet<DialState> = new Set(["not_placed", "given_up"]);

/** What a reader must know before anything else on the page. */
export function CallNotices({ call }: { call: Call }) {
  if (!isOver(call.status) && call.stop?.message) {
    const isGivenUp = call.stop.outcome === "given_up";
    return (
      <Notice
        tone="failure"
        role="status"
        title={isGivenUp ? "Retell did not stop this call" : "Retell has not stopped this call yet"}
      >
        {call.stop.message} {isGivenUp ? "We stopped trying. You can ask again." : "We keep trying."}
      </Notice>
    );
  }
  if (call.waiting !== null) return <WaitNotice waiting={call.waiting} />;
  if (call.needsDecision) return null;
  if (call.dialState === "accepted" && call.attempt?.notPlacedAt) return <WronglyNotPlaced call={call} />;
  if (call.decision?.decision === "linked" && call.decision.retellCallId !== call.retellCallId)
    return <WronglyLinked decision={call.decision} />;
  if (call.dialState === "unconfirmed") {
    return (
      <Notice
        tone="caution"
        role="status"
        title={
          call.attempt?.sentAt === null
            ? "Nobody knows whether this call was placed before the database was restored; we are looking it up."
            : "We asked Retell to place this call and got no answer; we are looking it up."
        }
      >
        It will not be dialled again meanwhile
        {call.stopRequestedAt ? ", and it is stopped as soon as it is found." : "."}{" "}
        <HelpLink section="unconfirmed">More</HelpLink>
      </Notice>
    );
  }
  if (call.status !== "failed") return null;
  const reason = call.failureMessage ?? call.disconnectionLabel;
  return (
    <Notice tone="failure" title={failureTitles[call.dialState] ?? "This call failed"}>
      <p dir="auto" title={call.disconnectionReason ?? undefined}>
        {reason ?? "Retell gave no reason."}
      </p>
      {neverPlaced.has(call.dialState) && (
        <p className="pt-2">
          <ButtonLink href={`/dashboard/calls/send?again=${call.id}`}>Send it again</ButtonLink>
        </p>
      )}
    </Notice>
  );
}

function WronglyLinked({ decision: { by, retellCallId } }: { decision: NonNullable<Call["decision"]> }) {
  return (
    <Notice tone="caution" role="status" title="This call was taken for another one">
      {by?.name ?? "Somebody"} decided that Retell’s {retellCallId} is this call. Retell shows another one
      under our id, which is what stands here now; the other is a call of its own again.
    </Notice>
  );
}

/** Whoever sent it again meanwhile must know. */
function WronglyNotPlaced({ call: { decision } }: { call: Call }) {
  const by =
    decision?.decision === "not_placed" ? `${decision.by?.name ?? "Somebody"} decided` : "We believed";
  return (
    <Notice tone="caution" role="status" title="This call was placed after all">
      {by} that it was not. Retell shows it now, and what stands here is what Retell says. If it was sent
      again meanwhile, the other party was called twice.
    </Notice>
  );
}
