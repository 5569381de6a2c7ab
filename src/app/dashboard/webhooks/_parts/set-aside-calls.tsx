import type { SetAsideCall } from "#domain/calls";
import { HelpLink } from "#ui/help-link.tsx";
import { Ago } from "#ui/moment.tsx";
import { Notice } from "#ui/notice.tsx";

/** Calls in Retell's list that could not be written down, so that none disappears in silence. */
export function SetAsideCalls({ calls }: { calls: SetAsideCall[] }) {
  if (calls.length === 0) return null;
  return (
    <Notice
      tone="caution"
      title={
        calls.length === 1
          ? "1 call in Retell’s list could not be written down"
          : `${calls.length} calls in Retell’s list could not be written down`
      }
    >
      <p>
        Each is tried again every hour; other calls are not held up.{" "}
        <HelpLink section="webhooks-are-missing">More</HelpLink>
      </p>
      <ul className="mt-1 list-disc pl-5">
        {calls.map(({ retellCallId, reason, lastSeenAt }) => (
          <li key={retellCallId} className="[overflow-wrap:anywhere]">
            {retellCallId}, seen <Ago at={lastSeenAt} isStop />: {reason}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
