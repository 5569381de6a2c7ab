import { ArrowLeft } from "lucide-react";
import Link from "next/link";

export function BackToWebhooks() {
  return (
    <Link
      href="/dashboard/webhooks"
      className="flex w-fit items-center gap-1 rounded-sm text-sm text-ink-muted hover:text-ink"
    >
      <ArrowLeft aria-hidden="true" className="size-4" />
      Webhooks
    </Link>
  );
}
