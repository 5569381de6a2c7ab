"use client";

import { LogOut } from "lucide-react";
import { useState } from "react";
import { Button, type ButtonLook, IconButton } from "#ui/button.tsx";

async function signOut(): Promise<boolean> {
  try {
    const answer = await fetch("/api/auth/sign-out", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    return answer.ok || answer.status === 401;
  } catch {
    return false;
  }
}

export function SignOutButton({ look }: { look: ButtonLook | "icon" }) {
  const [state, setState] = useState<"idle" | "leaving" | "failed">("idle");

  // A full page load, so that nothing of the person stays in memory.
  async function leave() {
    setState("leaving");
    if (await signOut()) window.location.assign("/sign-in");
    else setState("failed");
  }

  const label = state === "failed" ? "Sign-out failed: try again" : "Sign out";
  if (look === "icon") {
    return (
      <IconButton label={label} onClick={leave} disabled={state === "leaving"}>
        <LogOut className="size-4" />
      </IconButton>
    );
  }
  return (
    <Button look={look} onClick={leave} disabled={state === "leaving"}>
      <LogOut aria-hidden="true" className="size-4" />
      {label}
    </Button>
  );
}
