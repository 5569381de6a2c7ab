import { MailX } from "lucide-react";
import type { Metadata } from "next";
import { findInvitation, invitationRefusals } from "#domain/people";
import { ButtonLink } from "#ui/button.tsx";
import { Wordmark } from "#ui/mark.tsx";
import { Blank } from "#ui/notice.tsx";
import { AcceptForm } from "./_parts/accept-form.tsx";

export const metadata: Metadata = { title: "Invitation", referrer: "no-referrer" };

type Props = { params: Promise<{ token: string }> };

/** Open to whoever holds the link. */
export default async function InvitePage({ params }: Props) {
  const { token } = await params;
  const invitation = await findInvitation(token);
  const state = invitation?.state ?? "unknown";
  if (invitation === null || state !== "open") {
    return (
      <main className="flex min-h-dvh flex-col items-center justify-center py-10">
        <Wordmark />
        <Blank level={1} icon={<MailX />} title="This invitation does not work">
          <p>{invitationRefusals[state === "open" ? "unknown" : state]}</p>
          <ButtonLink href="/sign-in">Go to sign-in</ButtonLink>
        </Blank>
      </main>
    );
  }
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="flex w-full max-w-88 flex-col gap-6">
        <Wordmark />
        <div className="flex flex-col gap-5 rounded-lg border border-line bg-surface p-6 shadow-raised">
          <div className="flex flex-col gap-1">
            <h1 className="text-lg font-semibold tracking-tight">Welcome</h1>
            <p className="text-sm text-ink-muted">
              {invitation.invitedBy} has invited you. Choose how you are called here, and a password.
            </p>
          </div>
          <AcceptForm token={token} email={invitation.email} />
        </div>
      </div>
    </main>
  );
}
