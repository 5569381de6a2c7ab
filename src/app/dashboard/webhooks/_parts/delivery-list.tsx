import { Inbox } from "lucide-react";
import Link from "next/link";
import type { LoggedWebhook } from "#domain/webhooks";
import { ButtonLink } from "#ui/button.tsx";
import { byteWords } from "#ui/bytes.ts";
import { classNames } from "#ui/class-names.ts";
import { Ago } from "#ui/moment.tsx";
import { Blank } from "#ui/notice.tsx";
import { type AskedDeliveries, deliveriesPath, firstOf } from "./delivery-query.ts";
import { VerdictBadge } from "./verdict.tsx";

const grid =
  "grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 px-4 " +
  "@[48rem]:grid-cols-[6rem_minmax(10rem,1.2fr)_7rem_minmax(8rem,1.5fr)_5rem_5rem]";

export function DeliveryList(props: {
  page: { webhooks: LoggedWebhook[]; nextCursor: string | null };
  asked: AskedDeliveries;
}) {
  const { webhooks, nextCursor } = props.page;
  const isLater = firstOf(props.asked.cursor) !== null;
  if (webhooks.length === 0) return <NoDeliveries filtered={deliveriesPath(props.asked, {}).includes("?")} />;
  return (
    <div className="@container flex flex-col gap-3">
      <table className="block rounded-lg border border-line bg-surface text-left text-sm shadow-raised">
        <caption className="sr-only">Deliveries, newest first</caption>
        <thead className="hidden @[48rem]:block">
          <tr className={classNames(grid, "h-9 border-b border-line text-xs text-ink-muted")}>
            {["Received", "Event", "Verdict", "Call", "Times", "Size"].map((name, index) => (
              <th key={name} scope="col" className={classNames("font-medium", index > 3 && "text-right")}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="block divide-y divide-line">
          {webhooks.map((webhook) => (
            <DeliveryRow key={webhook.id} webhook={webhook} />
          ))}
        </tbody>
      </table>
      <div className="flex items-center justify-center gap-3">
        {isLater && <ButtonLink href={deliveriesPath(props.asked, {})}>Newest</ButtonLink>}
        {nextCursor && (
          <ButtonLink href={deliveriesPath(props.asked, { cursor: nextCursor })}>Older</ButtonLink>
        )}
      </div>
    </div>
  );
}

function DeliveryRow({ webhook }: { webhook: LoggedWebhook }) {
  return (
    <tr className={classNames(grid, "min-h-row py-2.5 hover:bg-hover @[48rem]:py-1.5")}>
      <td className="order-3 text-ink-muted @[48rem]:order-none">
        <Ago at={webhook.receivedAt} />
      </td>
      <td className="order-1 min-w-0 font-medium @[48rem]:order-none">
        <Link
          href={`/dashboard/webhooks/${webhook.id}`}
          prefetch={false}
          className="rounded-sm hover:underline"
        >
          {webhook.event ?? "No event named"}
        </Link>
      </td>
      <td className="order-2 justify-self-end @[48rem]:order-none @[48rem]:justify-self-start">
        <VerdictBadge verdict={webhook.verdict} />
      </td>
      <td className="order-5 col-span-2 min-w-0 truncate text-ink-muted @[48rem]:order-none @[48rem]:col-span-1">
        {webhook.callId ? (
          <Link
            href={`/dashboard/calls/${webhook.callId}`}
            prefetch={false}
            className="text-accent underline underline-offset-2"
          >
            {webhook.retellCallId ?? webhook.callId}
          </Link>
        ) : (
          (webhook.retellCallId ?? "No call")
        )}
      </td>
      <td className="figures hidden text-right @[48rem]:block">
        {webhook.deliveries === 1 ? "once" : `${webhook.deliveries}×`}
      </td>
      <td className="figures order-4 justify-self-end text-ink-muted @[48rem]:order-none">
        {webhook.deliveries > 1 && <span className="@[48rem]:hidden">{webhook.deliveries}× · </span>}
        {byteWords(webhook.sizeBytes)}
      </td>
    </tr>
  );
}

function NoDeliveries({ filtered }: { filtered: boolean }) {
  if (filtered) {
    return (
      <Blank icon={<Inbox />} title="No delivery matches">
        <p>Nothing that Retell delivered is of that kind.</p>
        <ButtonLink href="/dashboard/webhooks">Clear the filter</ButtonLink>
      </Blank>
    );
  }
  return (
    <Blank icon={<Inbox />} title="Nothing delivered yet">
      <p>Until Retell is told where to deliver, calls are followed by asking, which takes longer.</p>
      <ButtonLink href="/dashboard/webhooks/setup" look="primary">
        Set up webhooks
      </ButtonLink>
    </Blank>
  );
}
