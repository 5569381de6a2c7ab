"use client";

import type { CallStatus } from "#domain/calls";
import { termsOf, toggleValue } from "#query";
import { statusLooks } from "#ui/call-status.tsx";
import { classNames } from "#ui/class-names.ts";
import type { Search } from "./use-search.ts";

const statuses = Object.keys(statusLooks) as CallStatus[];

/** The statuses of the search, as switches. */
export function StatusToggles({ search }: { search: Search }) {
  const asked = termsOf(search.text, ["status"]).flatMap(({ values }) =>
    values.map((value) => (value.kind === "is" ? value.text : "")),
  );
  return (
    <fieldset className="flex min-w-0 flex-wrap gap-1.5">
      <legend className="sr-only">Show only calls that are</legend>
      {statuses.map((status) => (
        <StatusToggle
          key={status}
          status={status}
          on={asked.includes(status)}
          onToggle={() => search.apply(toggleValue(search.text, ["status"], status))}
        />
      ))}
    </fieldset>
  );
}

function StatusToggle({ status, on, onToggle }: { status: CallStatus; on: boolean; onToggle: () => void }) {
  const { label, Icon, chip, ink } = statusLooks[status];
  return (
    <button
      type="button"
      aria-pressed={on}
      onClick={onToggle}
      className={classNames(
        "inline-flex h-7 shrink-0 items-center gap-1.5 rounded-full border px-2.5 text-xs font-medium transition-colors any-pointer-coarse:h-9 any-pointer-coarse:px-3",
        on ? `${chip} border-current` : "border-line bg-surface text-ink-muted hover:bg-hover hover:text-ink",
      )}
    >
      <Icon aria-hidden="true" className={classNames("size-3.5", !on && ink)} />
      {label}
    </button>
  );
}
