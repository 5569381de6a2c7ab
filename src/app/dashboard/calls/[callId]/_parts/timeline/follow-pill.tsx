import { ArrowDown } from "lucide-react";
import type { Follow } from "./use-following.ts";

/** Leads back to what is being spoken, for whoever has scrolled away from it. */
export function FollowPill({ follow: { offer, resume } }: { follow: Follow }) {
  if (offer === null) return null;
  return (
    <div className="pointer-events-none sticky bottom-20 z-10 flex h-0 items-end justify-center md:bottom-4">
      <button
        type="button"
        onClick={resume}
        className="pointer-events-auto flex h-control items-center gap-1.5 rounded-full border border-line bg-raised px-3 text-sm font-medium shadow-popup hover:bg-hover any-pointer-coarse:h-touch"
      >
        <ArrowDown aria-hidden="true" className="size-4" />
        {offer}
      </button>
    </div>
  );
}
