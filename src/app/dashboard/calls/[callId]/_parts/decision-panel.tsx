"use client";

import { SearchCheck } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import type { Call, CallListItem, WatchedCall } from "#domain/calls";
import { phoneWords } from "#telephone";
import { Button } from "#ui/button.tsx";
import { Confirm } from "#ui/confirm.tsx";
import { Fact, Facts } from "#ui/facts.tsx";
import { HelpLink } from "#ui/help-link.tsx";
import { Moment } from "#ui/moment.tsx";
import { Notice } from "#ui/notice.tsx";
import { declareNotPlaced, linkCall, lookAgain, readCall, readSimilarCalls } from "../../../_api/calls.ts";
import { SimilarCalls } from "./similar-calls.tsx";

/** Asks whether a call was placed, with everything that is known, when nobody could find out. */
export function DecisionPanel({ call, onCall }: { call: Call; onCall: (read: WatchedCall) => void }) {
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  const [similar, setSimilar] = useState<CallListItem[] | null>(null);
  const { id } = call;

  const readSimilar = useCallback(() => readSimilarCalls(id).then(setSimilar, () => {}), [id]);
  useEffect(() => void readSimilar(), [readSimilar]);

  async function answer(deed: () => Promise<string | null>) {
    setBusy(true);
    setSaid(null);
    try {
      setSaid(await deed());
    } catch (error) {
      setSaid(error instanceof Error ? error.message : "That could not be done. Try again.");
    }
    // Also after a failure: somebody else may have answered.
    await Promise.all([readCall(id).then(onCall, () => {}), readSimilar()]);
    setBusy(false);
  }

  return (
    <Notice
      tone="caution"
      role="status"
      title="This call needs a decision: nobody could find out whether it was placed"
    >
      <div className="flex flex-col gap-3">
        <p>
          {call.attempt?.sentAt === null
            ? "Nobody knows whether it was sent to Retell, and no look-up has told."
            : "Retell did not answer our request, and no look-up since has told what became of it."}{" "}
          It is not dialled again until this is settled.{" "}
          <HelpLink section="a-call-needs-a-decision">More</HelpLink>
        </p>
        <KnownFacts call={call} />
        {similar && (
          <SimilarCalls
            calls={similar}
            busy={busy}
            onChoose={(similarId) => void answer(() => linkCall(id, similarId).then(() => null))}
          />
        )}
        <p aria-live="polite" className="font-medium empty:hidden">
          {said}
        </p>
        <div className="flex flex-wrap gap-2">
          <Button
            disabled={busy}
            onClick={() => void answer(() => lookAgain(id).then(({ message }) => message))}
          >
            <SearchCheck aria-hidden="true" className="size-4" />
            Look again now
          </Button>
          <Confirm
            trigger={<Button disabled={busy}>It was not placed</Button>}
            title="Was this call not placed?"
            deed="It was not placed"
            keep="I am not sure"
            onConfirm={() => void answer(() => declareNotPlaced(id).then(() => null))}
          >
            Look into Retell’s dashboard first. The call then counts as failed, in your name, and can be sent
            again. If it was placed after all, the other party may be called twice.
          </Confirm>
        </div>
      </div>
    </Notice>
  );
}

function KnownFacts({ call: { attempt, toNumber } }: { call: Call }) {
  return (
    <Facts>
      {attempt?.sentAt && (
        <Fact name="Sent">
          <Moment at={attempt.sentAt} />
          {toNumber && ` to ${phoneWords(toNumber)}`}
        </Fact>
      )}
      {attempt?.message && <Fact name={attempt.sentAt ? "What came back" : "Why"}>{attempt.message}</Fact>}
      {attempt?.lookUpFailure && <Fact name="The last look-up">{attempt.lookUpFailure}</Fact>}
      {attempt?.lookedUpAt && (
        <Fact name="Last answered">
          <Moment at={attempt.lookedUpAt} />, without this call
        </Fact>
      )}
    </Facts>
  );
}
