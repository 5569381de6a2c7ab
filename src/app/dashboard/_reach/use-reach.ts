"use client";

import { useRouter } from "next/navigation";
import { useCallback, useSyncExternalStore } from "react";
import { toast } from "#ui/toast.tsx";
import { currentReach, onReach, type Reach } from "./reach.ts";

const reached: Reach = { state: "reached", since: 0 };

export function useReach(): Reach {
  return useSyncExternalStore(onReach, currentReach, () => reached);
}

/** Opens a page of ours; where none would come, says so and leaves this one as it is. */
export function useGo(): (href: string) => void {
  const router = useRouter();
  return useCallback(
    (href) => {
      if (currentReach().state === "reached") router.push(href);
      else tellOfNoPages();
    },
    [router],
  );
}

export function tellOfNoPages(): void {
  toast({
    tone: "failed",
    title: "No other page can be opened now",
    description: "This one stays, with what you typed. Try again when the connection is back.",
  });
}
