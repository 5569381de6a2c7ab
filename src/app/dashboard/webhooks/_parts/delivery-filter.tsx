import { X } from "lucide-react";
import Form from "next/form";
import Link from "next/link";
import { webhookVerdicts } from "#domain/webhooks";
import { Button } from "#ui/button.tsx";
import { classNames } from "#ui/class-names.ts";
import { SelectInput } from "#ui/select-input.tsx";
import { TextInput } from "#ui/text-input.tsx";
import { type AskedDeliveries, deliveriesPath, firstOf, listOf } from "./delivery-query.ts";
import { verdictLooks } from "./verdict.tsx";

/** The list's filter; all of it stands in the address. */
export function DeliveryFilter({ asked, events }: { asked: AskedDeliveries; events: string[] }) {
  const asking = listOf(asked.verdict);
  const verdicts = webhookVerdicts.filter((verdict) => asking.includes(verdict));
  const [event, call] = [firstOf(asked.event) ?? "", firstOf(asked.call) ?? ""];
  return (
    <search className="flex flex-wrap items-end gap-x-4 gap-y-3">
      <ul aria-label="Verdict" className="flex min-h-9 flex-wrap items-center gap-1.5">
        {webhookVerdicts.map((verdict) => {
          const { label, Icon, chip } = verdictLooks[verdict];
          const on = verdicts.includes(verdict);
          const next = on ? verdicts.filter((other) => other !== verdict) : [...verdicts, verdict];
          return (
            <li key={verdict}>
              <Link
                href={deliveriesPath(asked, { verdict: next.join(",") })}
                aria-current={on ? "true" : undefined}
                className={classNames(
                  "inline-flex h-7 items-center gap-1.5 rounded-full border px-2.5 text-xs font-medium transition-colors any-pointer-coarse:h-9 any-pointer-coarse:px-3",
                  on
                    ? `${chip} border-current`
                    : "border-line bg-surface text-ink-muted hover:bg-hover hover:text-ink",
                )}
              >
                <Icon aria-hidden="true" className="size-3.5" />
                {label}
              </Link>
            </li>
          );
        })}
      </ul>
      <Form action="/dashboard/webhooks" className="flex flex-wrap items-end gap-2">
        {verdicts.length > 0 && <input type="hidden" name="verdict" value={verdicts.join(",")} />}
        <label htmlFor="event-filter" className="flex flex-col gap-1 text-xs text-ink-muted">
          Event
          <SelectInput key={event} id="event-filter" name="event" defaultValue={event} className="min-w-44">
            <option value="">Every event</option>
            {[...new Set([...events, ...(event ? [event] : [])])].map((name) => (
              <option key={name}>{name}</option>
            ))}
          </SelectInput>
        </label>
        <label htmlFor="call-filter" className="flex flex-col gap-1 text-xs text-ink-muted">
          Call (our id)
          <TextInput
            key={call}
            id="call-filter"
            name="call"
            defaultValue={call}
            placeholder="Every call"
            autoComplete="off"
          />
        </label>
        <Button type="submit" className="min-h-9">
          Filter
        </Button>
        {(asking.length > 0 || event || call) && (
          <Link
            href="/dashboard/webhooks"
            className="inline-flex h-9 items-center gap-1 rounded-md px-2 text-xs text-ink-muted hover:bg-hover hover:text-ink"
          >
            <X aria-hidden="true" className="size-3.5" />
            Clear
          </Link>
        )}
      </Form>
    </search>
  );
}
