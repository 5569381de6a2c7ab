import {
  AudioLines,
  Ban,
  CircleCheck,
  CircleDashed,
  type LucideIcon,
  OctagonX,
  PhoneOutgoing,
} from "lucide-react";
import type { CallStatus } from "#domain/calls";
import { classNames } from "./class-names.ts";

interface StatusLook {
  label: string;
  Icon: LucideIcon;
  chip: string;
  ink: string;
  /** Something is happening at this moment, so the icon moves. */
  moving: boolean;
}

/** Six states, each with a word, a shape and a colour of its own. */
export const statusLooks: Record<CallStatus, StatusLook> = {
  initiated: {
    label: "Initiated",
    Icon: CircleDashed,
    chip: "bg-initiated-soft text-initiated",
    ink: "text-initiated",
    moving: true,
  },
  ringing: {
    label: "Ringing",
    Icon: PhoneOutgoing,
    chip: "bg-ringing-soft text-ringing",
    ink: "text-ringing",
    moving: true,
  },
  in_progress: {
    label: "In progress",
    Icon: AudioLines,
    chip: "bg-in-progress-soft text-in-progress",
    ink: "text-in-progress",
    moving: true,
  },
  completed: {
    label: "Completed",
    Icon: CircleCheck,
    chip: "bg-completed-soft text-completed",
    ink: "text-completed",
    moving: false,
  },
  failed: {
    label: "Failed",
    Icon: OctagonX,
    chip: "bg-failed-soft text-failed",
    ink: "text-failed",
    moving: false,
  },
  cancelled: {
    label: "Cancelled",
    Icon: Ban,
    chip: "bg-cancelled-soft text-cancelled",
    ink: "text-cancelled",
    moving: false,
  },
};

export function CallStatusBadge({ status, big = false }: { status: CallStatus; big?: boolean }) {
  const { label, Icon, chip, moving } = statusLooks[status];
  return (
    <span
      data-status={status}
      className={classNames(
        "inline-flex items-center rounded-full font-medium whitespace-nowrap transition-colors duration-300",
        big ? "h-8 gap-2 px-3.5 text-base" : "h-6 gap-1.5 px-2 text-xs",
        chip,
      )}
    >
      <Icon
        aria-hidden="true"
        className={classNames("shrink-0", big ? "size-4.5" : "size-3.5", moving && "animate-breathe")}
      />
      {label}
    </span>
  );
}

/** Nothing more will happen on the line. */
export function isOver(status: CallStatus): boolean {
  return status === "completed" || status === "failed" || status === "cancelled";
}
