import { PhoneOff } from "lucide-react";
import { ButtonLink } from "#ui/button.tsx";
import { Blank } from "#ui/notice.tsx";

export default function CallNotFound() {
  return (
    <Blank level={1} icon={<PhoneOff />} title="There is no such call">
      <p>The address may be mistyped, or the call was deleted at Retell before it was read.</p>
      <ButtonLink href="/dashboard/calls">Go to the calls</ButtonLink>
    </Blank>
  );
}
