import { LockKeyhole } from "lucide-react";
import type { Metadata } from "next";
import { Blank } from "#ui/notice.tsx";
import { SignOutButton } from "./_session/sign-out-button.tsx";

export const metadata: Metadata = { title: "No access" };

export default function Forbidden() {
  return (
    <main className="grid min-h-dvh place-items-center">
      <Blank level={1} icon={<LockKeyhole />} title="Unauthorized: Admin access required">
        <p>
          Your account has no admin role. Ask an admin to give you one and reload this page, or sign out and
          sign in with another account.
        </p>
        <SignOutButton look="quiet" />
      </Blank>
    </main>
  );
}
