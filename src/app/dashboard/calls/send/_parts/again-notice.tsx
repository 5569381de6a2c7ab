import Link from "next/link";
import type { Agent, PhoneNumber } from "#domain/agents";
import { Notice } from "#ui/notice.tsx";
import { lacksOf, type SentBefore } from "./sent-before.ts";

/** Says from which call the form was filled, and what of it is no longer to be had. */
export function AgainNotice(props: {
  /** Undefined: the address names a call that is not there. */
  before: SentBefore | undefined;
  agents: Agent[];
  numbers: PhoneNumber[];
}) {
  if (props.before === undefined)
    return (
      <Notice tone="caution" role="status" title="The call to be sent again is not there.">
        It may have been removed, or the address is wrong. Fill in the form instead.
      </Notice>
    );
  const lacks = lacksOf(props.before, props.agents, props.numbers);
  return (
    <Notice
      tone={lacks.length > 0 ? "caution" : "plain"}
      role="status"
      title={
        <>
          Filled in from{" "}
          <Link href={`/dashboard/calls/${props.before.callId}`} className="underline underline-offset-2">
            an earlier call
          </Link>
          . Sending makes a new one.
        </>
      }
    >
      {lacks.length > 0 && lacks.map((lack) => <p key={lack}>{lack}</p>)}
    </Notice>
  );
}
