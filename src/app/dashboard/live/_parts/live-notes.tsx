import { FilterX, PhoneCall } from "lucide-react";
import Link from "next/link";
import type { LiveCall } from "#domain/calls";
import { Button, ButtonLink } from "#ui/button.tsx";
import { Blank } from "#ui/notice.tsx";
import { useLiveCounts } from "../../_live/live-counts.tsx";

export function NobodyOnTheLine() {
  return (
    <Blank icon={<PhoneCall />} title="Nobody is on the line">
      <p>
        Calls appear here the moment they are sent or come in: with whom, what was said last, and for how
        long. From here you can end them too.
      </p>
      <ButtonLink href="/dashboard/calls/send" look="primary">
        Send call
      </ButtonLink>
    </Blank>
  );
}

export function NoStripMatches({ onClear }: { onClear: () => void }) {
  return (
    <Blank icon={<FilterX />} title="No call of this moment matches">
      <p>There are calls under way, and none of them is what you look for.</p>
      <Button onClick={onClear}>Show all of them</Button>
    </Blank>
  );
}

/** What a queue holds beyond what anybody could watch. */
export function BehindThese({ shown }: { shown: number }) {
  const { waiting } = useLiveCounts();
  if (waiting <= shown) return null;
  return (
    <p className="figures text-center text-sm text-ink-muted">
      And {waiting - shown} more {waiting - shown === 1 ? "waits" : "wait"} behind these.
    </p>
  );
}

/** Why some calls show no words, and how they would. */
export function WordsComeLater({ calls }: { calls: LiveCall[] }) {
  const isAnySilent = calls.some(
    ({ status, tellsWords, lastWords }) => status === "in_progress" && !tellsWords && lastWords === null,
  );
  if (!isAnySilent) return null;
  return (
    <p className="text-sm text-ink-muted">
      Some of these agents have Retell tell what was said only after the call. To read along, turn on{" "}
      <code className="text-xs">transcript_updated</code> for them in the{" "}
      <Link
        href="/dashboard/webhooks/setup"
        className="text-accent underline underline-offset-2 hover:text-accent-strong"
      >
        webhook set-up
      </Link>
      .
    </p>
  );
}
