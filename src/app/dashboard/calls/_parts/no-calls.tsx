import { FilterX, PhoneOutgoing, TriangleAlert } from "lucide-react";
import { ButtonLink } from "#ui/button.tsx";
import { HelpLink } from "#ui/help-link.tsx";
import { Blank } from "#ui/notice.tsx";

export function NoCalls({ filtered }: { filtered: boolean }) {
  if (filtered) {
    return (
      <Blank icon={<FilterX />} title="No call matches">
        <p>No call satisfies all that the search asks for.</p>
        <ButtonLink href="/dashboard/calls">Clear the search</ButtonLink>
      </Blank>
    );
  }
  return (
    <Blank icon={<PhoneOutgoing />} title="No calls yet">
      <p>Calls that you send, and those that Retell knows of, show here as they happen.</p>
      <p className="text-sm">
        <HelpLink section="calls-not-showing-in-history">You made calls, and they are not here?</HelpLink>
      </p>
      <ButtonLink href="/dashboard/calls/send" look="primary">
        Send your first call
      </ButtonLink>
    </Blank>
  );
}

/** Showing calls although part of the search was not understood would pretend that it was. */
export function UnreadableFilters() {
  return (
    <Blank icon={<TriangleAlert />} title="The search is not understood">
      <p>Correct what is marked above, or start over.</p>
      <ButtonLink href="/dashboard/calls">Clear the search</ButtonLink>
    </Blank>
  );
}
