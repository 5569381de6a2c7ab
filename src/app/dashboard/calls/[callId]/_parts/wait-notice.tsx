import type { Call } from "#domain/calls";
import { HelpLink } from "#ui/help-link.tsx";
import { TimeOfDay } from "#ui/moment.tsx";
import { Notice } from "#ui/notice.tsx";

type Waiting = NonNullable<Call["waiting"]>;

/** Why the call is not dialled yet, and what goes before it. */
export function WaitNotice({ waiting }: { waiting: Waiting }) {
  return (
    <Notice tone="plain" title={<WaitTitle waiting={waiting} />}>
      Since <TimeOfDay at={waiting.since} />. It is dialled by itself when it may, and can be cancelled until
      then. <HelpLink section="a-call-waits">More</HelpLink>
    </Notice>
  );
}

/** The words that the API gives, with a time of the viewer's own where they name one. */
function WaitTitle({ waiting: { reason, until, ahead, words } }: { waiting: Waiting }) {
  if (reason !== "retell_asked" || until === null) return words;
  return (
    <>
      Retell asked to wait until <TimeOfDay at={until} /> (429)
      {ahead > 0 && `, ${ahead} ${ahead === 1 ? "call" : "calls"} before this one`}
    </>
  );
}
