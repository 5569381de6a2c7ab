import { Unplug } from "lucide-react";
import { ButtonLink } from "#ui/button.tsx";
import { Blank } from "#ui/notice.tsx";

export default function NotFound() {
  return (
    <Blank level={1} icon={<Unplug />} title="There is no page here">
      <p>The address may be mistyped, or the page has moved.</p>
      <ButtonLink href="/dashboard/calls">Go to the calls</ButtonLink>
    </Blank>
  );
}
