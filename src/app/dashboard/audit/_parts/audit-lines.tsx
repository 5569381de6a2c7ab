import { FileSearch } from "lucide-react";
import Link from "next/link";
import type { AuditLine } from "#domain/audit";
import { Moment } from "#ui/moment.tsx";
import { Blank } from "#ui/notice.tsx";
import { actionWords, actorWords, detailWords, valueWords } from "./audit-words.ts";

const link = "underline decoration-line underline-offset-4 hover:decoration-current";

export function AuditLines({ lines }: { lines: AuditLine[] }) {
  if (lines.length === 0) {
    return (
      <Blank icon={<FileSearch />} title="No line matches">
        <p>Nothing of the kind was written down. Choose fewer filters, or other days.</p>
        <Link href="/dashboard/audit" className={link}>
          Show everything
        </Link>
      </Blank>
    );
  }
  return (
    <ol
      aria-label="Audit log, newest first"
      className="@container divide-y divide-line rounded-lg border border-line bg-surface shadow-raised"
    >
      {lines.map((line) => (
        <li
          key={line.id}
          className="grid gap-x-4 gap-y-0.5 px-4 py-2.5 text-sm @[56rem]:grid-cols-[13rem_minmax(0,12rem)_minmax(0,1fr)]"
        >
          <div className="text-ink-muted">
            <Moment at={line.at} />
            {line.ipAddress && <p className="text-xs text-ink-faint">from {line.ipAddress}</p>}
          </div>
          <p className="font-medium">{actionWords(line.action)}</p>
          <div className="flex min-w-0 flex-col gap-0.5">
            <Parties line={line} />
            <Details details={line.details} />
          </div>
        </li>
      ))}
    </ol>
  );
}

/** Who did it, about whom, to which call. */
function Parties({ line }: { line: AuditLine }) {
  const { actor, subject, callId } = line;
  const about = subject !== null && subject.id !== actor.id ? subject : null;
  return (
    <p className="[overflow-wrap:anywhere]">
      by {actorWords(actor)}
      {about && (
        <>
          , about{" "}
          <Link href={`/dashboard/audit?person=${encodeURIComponent(about.id)}`} className={link}>
            {about.name ?? about.id}
          </Link>
        </>
      )}
      {callId && (
        <>
          {" · "}
          <Link href={`/dashboard/calls/${callId}`} prefetch={false} className={link}>
            Open the call
          </Link>
          {" · "}
          <Link href={`/dashboard/audit?call=${callId}`} prefetch={false} className={link}>
            Its whole story
          </Link>
        </>
      )}
    </p>
  );
}

function Details({ details }: { details: Record<string, unknown> }) {
  const entries = Object.entries(details);
  if (entries.length === 0) return null;
  return (
    <dl className="flex flex-wrap gap-x-4 text-ink-muted">
      {entries.map(([name, value]) => (
        <div key={name} className="flex min-w-0 flex-wrap gap-x-1.5">
          <dt>{detailWords(name)}:</dt>
          <dd dir="auto" className="min-w-0 text-ink [overflow-wrap:anywhere]">
            {valueWords(value)}
          </dd>
        </div>
      ))}
    </dl>
  );
}
