import Link from "next/link";
import { Notice } from "#ui/notice.tsx";

/** Calls that wait for a person must not be overlooked among those that take care of themselves. */
export function DecisionNotice({ undecided }: { undecided: number }) {
  if (undecided === 0) return null;
  return (
    <Notice
      tone="caution"
      role="status"
      title={undecided === 1 ? "1 call needs a decision" : `${undecided} calls need a decision`}
    >
      Nobody could find out whether {undecided === 1 ? "it was" : "they were"} placed.{" "}
      <Link href="/dashboard/calls?q=decision:needed" className="text-accent underline underline-offset-2">
        {undecided === 1 ? "Show it" : "Show them"}
      </Link>
    </Notice>
  );
}
