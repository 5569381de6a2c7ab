"use client";

import { useEffect } from "react";
import { toast } from "#ui/toast.tsx";
import { giveBackTyping, typingIsOf } from "./typing.ts";

/** Gives back what was being typed when the session ended, as soon as the page's fields are there. */
export function KeptTyping({ personId }: { personId: string }) {
  useEffect(() => {
    typingIsOf(personId);
    const observer = new MutationObserver(giveBack);
    function giveBack(): void {
      const outcome = giveBackTyping();
      if (outcome === "given back") toast({ title: "What you had typed is back" });
      if (outcome !== "no field yet") observer.disconnect();
    }
    const main = document.querySelector("#main");
    if (main) observer.observe(main, { childList: true, subtree: true });
    giveBack();
    return () => observer.disconnect();
  }, [personId]);
  return null;
}
