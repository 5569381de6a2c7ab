import Link from "next/link";
import { Notice } from "#ui/notice.tsx";

/** Why the page is slower than it could be, and what to do about it. */
export function AskingNotice({ trouble }: { trouble: string | null }) {
  return (
    <Notice
      tone={trouble === null ? "plain" : "caution"}
      role="status"
      title="Webhooks have not reached us: asking Retell every 5 seconds."
    >
      {trouble !== null && <p>{trouble}</p>}
      <p>
        Changes show at once when Retell can reach Switchboard.{" "}
        <Link href="/dashboard/webhooks/setup" prefetch={false} className="text-accent underline">
          Set up webhooks
        </Link>
      </p>
    </Notice>
  );
}
