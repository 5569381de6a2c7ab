import { LockKeyhole } from "lucide-react";
import type { Metadata } from "next";
import { HelpLink } from "#ui/help-link.tsx";
import { Wordmark } from "#ui/mark.tsx";
import { Blank } from "#ui/notice.tsx";
import { SignOutButton } from "./_session/sign-out-button.tsx";

export const metadata: Metadata = { title: "No access" };

export default function Forbidden() {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center py-10">
      <Wordmark />
      <Blank level={1} icon={<LockKeyhole />} title="Unauthorized: Admin access required">
        <p>
          Your account has no admin role. Ask an admin to give you one and reload this page, or sign out and
          sign in with another account. <HelpLink section="unauthorized-admin-access-required">More</HelpLink>
        </p>
        <SignOutButton look="quiet" />
      </Blank>
    </main>
  );
}
