import Link from "next/link";
import type { OpenedWebhook } from "#domain/webhooks";
import { byteWords } from "#ui/bytes.ts";
import { Fact, Facts, Panel } from "#ui/facts.tsx";
import { Moment } from "#ui/moment.tsx";
import { VerdictBadge, verdictLooks } from "../../_parts/verdict.tsx";

export function DeliveryFacts({ webhook }: { webhook: OpenedWebhook }) {
  return (
    <Panel title="Delivery">
      <Facts>
        <Fact name="Verdict">
          <VerdictBadge verdict={webhook.verdict} />
          <span className="block pt-1 text-ink-muted">
            {webhook.note ?? verdictLooks[webhook.verdict].about}
          </span>
        </Fact>
        <Fact name="Received">
          <Moment at={webhook.receivedAt} />
        </Fact>
        {webhook.deliveries > 1 && (
          <Fact name="Came again">
            {webhook.deliveries} times in all, last <Moment at={webhook.lastReceivedAt} />
          </Fact>
        )}
        {webhook.callId && (
          <Fact name="Call" copy={webhook.callId}>
            <Link
              href={`/dashboard/calls/${webhook.callId}`}
              className="text-accent underline underline-offset-2"
            >
              Open the call
            </Link>
          </Fact>
        )}
        {webhook.retellCallId && (
          <Fact name="Retell call id" copy={webhook.retellCallId}>
            {webhook.retellCallId}
          </Fact>
        )}
        <Fact name="Size">{byteWords(webhook.sizeBytes)}</Fact>
      </Facts>
    </Panel>
  );
}
