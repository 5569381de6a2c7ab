"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import type { Callee, CalleeCall } from "#domain/calls";
import { statusLooks } from "#ui/call-status.tsx";
import { useNow } from "#ui/clock.tsx";
import { Ago } from "#ui/moment.tsx";
import { Notice } from "#ui/notice.tsx";
import { callLately, hourWarning, underWayWords } from "./callee-warnings.ts";

/** So often it is looked whether the hour, or what counts as minutes ago, has become another. */
const STEP_MS = 10_000;

/** What speaks against calling the number now. It keeps nobody from it. */
export function CalleeNotices({ callee, isUnreadable }: { callee: Callee | null; isUnreadable: boolean }) {
  const now = useNow(STEP_MS);
  const lately = callee && callLately(callee, now);
  const hour = callee && hourWarning(callee, now);
  const before = callee?.lately[0];
  return (
    <div aria-live="polite" className="flex flex-col gap-2 empty:hidden">
      {callee && callee.underWay.length > 0 && (
        <Notice tone="failure" title="A call to this number is under way.">
          <ul className="flex flex-col gap-1">
            {callee.underWay.map((call) => (
              <li key={call.id}>
                <CallTold call={call}>It {underWayWords(call)}</CallTold>
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {lately && (
        <Notice tone="caution" title="This number was called only minutes ago.">
          <CallTold call={lately}>
            <Outcome call={lately} />
          </CallTold>
        </Notice>
      )}
      {hour && <Notice tone="caution" title={hour} />}
      {before && !lately && (
        <p className="text-sm text-ink-muted">
          Last call:{" "}
          <CallTold call={before}>
            <Outcome call={before} />
          </CallTold>
        </p>
      )}
      {isUnreadable && (
        <p className="text-sm text-ink-muted">
          Earlier calls to this number and its local time could not be read. You can still send.
        </p>
      )}
    </div>
  );
}

function Outcome({ call }: { call: CalleeCall }) {
  const why = call.failureMessage ?? call.disconnectionLabel;
  return (
    <>
      {statusLooks[call.status].label}
      {why && ` (${why})`}
    </>
  );
}

/** What is to be said of a call, who asked for it, when, and the way to it. */
function CallTold({ call, children }: { call: CalleeCall; children: ReactNode }) {
  return (
    <>
      {children}
      {call.requestedBy && (
        <>
          , sent by <bdi>{call.requestedBy}</bdi>
        </>
      )}
      , <Ago at={call.placedAt} />.{" "}
      <Link
        href={`/dashboard/calls/${call.id}`}
        className="whitespace-nowrap text-accent underline underline-offset-2 hover:text-accent-strong"
      >
        Open the call
      </Link>
    </>
  );
}
