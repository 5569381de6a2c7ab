import { FilterX, PhoneOutgoing } from "lucide-react";
import { ButtonLink } from "#ui/button.tsx";
import { Blank } from "#ui/notice.tsx";

export function NoCalls({ filtered }: { filtered: boolean }) {
  if (filtered) {
    return (
      <Blank icon={<FilterX />} title="No call matches">
        <p>No call has one of the statuses you chose.</p>
        <ButtonLink href="/dashboard/calls">Clear the filter</ButtonLink>
      </Blank>
    );
  }
  return (
    <Blank icon={<PhoneOutgoing />} title="No calls yet">
      <p>Calls that you send, and those that Retell knows of, show here as they happen.</p>
      <ButtonLink href="/dashboard/calls/send" look="primary">
        Send your first call
      </ButtonLink>
    </Blank>
  );
}
