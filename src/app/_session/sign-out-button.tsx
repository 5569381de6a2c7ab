"use client";

import { LogOut } from "lucide-react";
import { useState } from "react";
import { Button, type ButtonLook } from "#ui/button.tsx";
import { signOut } from "./sign-out.ts";

export function SignOutButton({ look }: { look: ButtonLook }) {
  const [state, setState] = useState<"idle" | "leaving" | "failed">("idle");

  async function leave() {
    setState("leaving");
    if (!(await signOut())) setState("failed");
  }

  return (
    <Button look={look} onClick={leave} disabled={state === "leaving"}>
      <LogOut aria-hidden="true" className="size-4" />
      {state === "failed" ? "Sign-out failed: try again" : "Sign out"}
    </Button>
  );
}
