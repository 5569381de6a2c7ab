import { describeLines } from "#domain/calls";
import type { AdminActor } from "#domain/people";
import { HelpLink } from "#ui/help-link.tsx";
import { Notice } from "#ui/notice.tsx";

/** Says beforehand that a call would have to wait for a line. */
export async function LinesNotice({ actor }: { actor: AdminActor }) {
  const { lines, waiting } = await describeLines(actor);
  if (lines === null || lines.free > 0) return null;
  const kept = lines.reservedInbound > 0 ? `, ${lines.reservedInbound} kept for inbound calls` : "";
  const queue = waiting === 0 ? "" : ` ${waiting} ${waiting === 1 ? "call waits" : "calls wait"} already.`;
  return (
    <Notice
      tone="caution"
      role="status"
      title={`No line is free now: ${lines.inUse} of ${lines.limit} in use${kept}.`}
    >
      A call that you send waits for a line and is then dialled by itself.{queue}{" "}
      <HelpLink section="a-call-waits">More</HelpLink>
    </Notice>
  );
}
