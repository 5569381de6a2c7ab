import { CircleCheck, CircleDot, FileWarning, type LucideIcon, OctagonX } from "lucide-react";
import type { WebhookVerdict } from "#domain/webhooks";
import { classNames } from "#ui/class-names.ts";

interface VerdictLook {
  label: string;
  about: string;
  Icon: LucideIcon;
  chip: string;
}

export const verdictLooks: Record<WebhookVerdict, VerdictLook> = {
  applied: {
    label: "Applied",
    about: "What it says was folded into its call.",
    Icon: CircleCheck,
    chip: "bg-completed-soft text-completed",
  },
  stored: {
    label: "Stored",
    about: "Kept as it came; this console does nothing on such an event.",
    Icon: CircleDot,
    chip: "bg-initiated-soft text-initiated",
  },
  malformed: {
    label: "Malformed",
    about: "Its signature was good, but it cannot be read as an event.",
    Icon: FileWarning,
    chip: "bg-ringing-soft text-ringing",
  },
  failed: {
    label: "Failed",
    about: "It could not be applied and was set aside. Other events are not held up by it.",
    Icon: OctagonX,
    chip: "bg-failed-soft text-failed",
  },
};

export function VerdictBadge({ verdict }: { verdict: WebhookVerdict }) {
  const { label, about, Icon, chip } = verdictLooks[verdict];
  return (
    <span
      title={about}
      className={classNames(
        "inline-flex h-6 items-center gap-1.5 rounded-full px-2 text-xs font-medium whitespace-nowrap",
        chip,
      )}
    >
      <Icon aria-hidden="true" className="size-3.5 shrink-0" />
      {label}
    </span>
  );
}
