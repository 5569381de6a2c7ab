"use client";

import { AudioLines, Inbox, type LucideIcon, PhoneOutgoing, ScrollText } from "lucide-react";
import Link from "next/link";
import { useRef, useState } from "react";
import type { Call } from "#domain/calls";
import type { TraceStep } from "#domain/webhooks";
import { Panel } from "#ui/facts.tsx";
import { Notice } from "#ui/notice.tsx";
import { Pale } from "#ui/pale.tsx";
import { Summary } from "#ui/summary.tsx";
import { useTimeZone } from "#ui/use-time-zone.tsx";
import { VerdictBadge } from "../../../../webhooks/_parts/verdict.tsx";
import { ChangesTable } from "../../../../webhooks/[webhookId]/_parts/changes-table.tsx";
import { changeWords, type StepWords, stepWords } from "./trace-words.ts";
import { useTrace } from "./use-trace.ts";

/** What we knew when, from which source: every delivery, every answer that taught us something, every deed. */
export function TracePanel({ call }: { call: Call }) {
  const place = useRef<HTMLDivElement>(null);
  const { trace, trouble } = useTrace(call, place);
  return (
    <div ref={place} id="trace" className="scroll-mt-4">
      <Panel title="What we knew, and when">
        {trouble !== null && (
          <Notice tone="failure" role="status" title="This could not be read.">
            {trouble} It is read again when the call changes, or when you reload the page.
          </Notice>
        )}
        {trace === null ? trouble === null && <Pale className="h-48" /> : <Steps steps={trace.steps} />}
        {trace?.isCut && (
          <p className="text-sm text-ink-muted">
            Older steps are left out here.{" "}
            <Link
              href={`/dashboard/webhooks?call=${call.id}`}
              prefetch={false}
              className="text-accent underline"
            >
              All deliveries
            </Link>
          </p>
        )}
      </Panel>
    </div>
  );
}

function Steps({ steps }: { steps: readonly TraceStep[] }) {
  const timeZone = useTimeZone();
  const dayOf = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone });
  const days = Map.groupBy(steps, ({ at }) => dayOf.format(Date.parse(at)));
  if (steps.length === 0)
    return <p className="text-sm text-ink-muted">Nothing has been written down about this call yet.</p>;
  return (
    <div className="@container flex flex-col gap-3">
      {[...days].map(([day, ofDay]) => (
        <section key={day} aria-label={day}>
          <h3 className="pb-1 text-xs text-ink-muted">{day}</h3>
          <ol className="flex flex-col divide-y divide-line border-t border-line">
            {ofDay.map((step, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: several may happen in one millisecond.
              <Step key={`${step.at} ${index}`} step={step} />
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

const icons: Record<StepWords["source"], LucideIcon> = {
  Webhook: Inbox,
  Answer: AudioLines,
  Dialling: PhoneOutgoing,
  Audit: ScrollText,
};

function Step({ step }: { step: TraceStep }) {
  const { source, title, about } = stepWords(step);
  const Icon = icons[source];
  return (
    <li className="grid gap-x-4 gap-y-0.5 py-2 text-sm @[34rem]:grid-cols-[6.5rem_6rem_minmax(0,1fr)]">
      <div className="flex gap-4 @[34rem]:contents">
        <ExactTime at={step.at} />
        <p className="flex items-center gap-1.5 self-start text-ink-muted">
          <Icon aria-hidden="true" className="size-3.5 shrink-0 text-ink-faint" />
          {source}
        </p>
      </div>
      <div className="flex min-w-0 flex-col gap-0.5">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          {step.kind === "webhook" ? (
            <Link
              href={`/dashboard/webhooks/${step.id}`}
              prefetch={false}
              className="font-medium underline decoration-line underline-offset-4 hover:decoration-current"
            >
              {title}
            </Link>
          ) : (
            <span className="font-medium">{title}</span>
          )}
          {step.kind === "webhook" && step.verdict !== "applied" && <VerdictBadge verdict={step.verdict} />}
        </p>
        {about.length > 0 && (
          <p dir="auto" className="text-ink-muted">
            {about.join(" · ")}
          </p>
        )}
        <Changes step={step} />
      </div>
    </li>
  );
}

/** What it changed, laid out only for whoever opens it. */
function Changes({ step }: { step: TraceStep }) {
  const [isOpen, setOpen] = useState(false);
  const words = changeWords(step);
  if (words === null) return null;
  const changes = "changes" in step ? (step.changes ?? []) : [];
  if (changes.length === 0) return <p className="text-ink-muted">{words}</p>;
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <Summary>{words}</Summary>
      {isOpen && <ChangesTable changes={changes} />}
    </details>
  );
}

/** To the millisecond, in the viewer's zone. */
function ExactTime({ at }: { at: string }) {
  const timeZone = useTimeZone();
  const words = new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    fractionalSecondDigits: 3,
    timeZone,
  }).format(Date.parse(at));
  return (
    <time dateTime={at} title={at} className="figures text-ink-muted">
      {words}
    </time>
  );
}
