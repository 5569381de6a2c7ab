import { Inbox } from "lucide-react";
import { ButtonLink } from "#ui/button.tsx";
import { Blank } from "#ui/notice.tsx";

export default function WebhookNotFound() {
  return (
    <Blank level={1} icon={<Inbox />} title="There is no such delivery">
      <p>The address may be mistyped.</p>
      <ButtonLink href="/dashboard/webhooks">Go to the webhooks</ButtonLink>
    </Blank>
  );
}
