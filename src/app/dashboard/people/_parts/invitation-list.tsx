"use client";

import type { Invitation } from "#domain/people";
import { Button } from "#ui/button.tsx";
import { Confirm } from "#ui/confirm.tsx";
import { FieldError } from "#ui/field.tsx";
import { Moment } from "#ui/moment.tsx";
import { toast } from "#ui/toast.tsx";
import { revokeInvitation } from "../../_api/people.ts";
import { useDeed } from "../../_api/use-deed.ts";

export function InvitationList({ invitations }: { invitations: Invitation[] }) {
  if (invitations.length === 0)
    return <p className="pb-1 text-ink-muted">Nobody is invited at the moment.</p>;
  return (
    <ul className="divide-y divide-line">
      {invitations.map((invitation) => (
        <OneInvitation key={invitation.id} invitation={invitation} />
      ))}
    </ul>
  );
}

function OneInvitation({ invitation }: { invitation: Invitation }) {
  const { run, busy, failure } = useDeed();
  const { id, email, role, invitedBy, state, expiresAt } = invitation;

  async function revoke() {
    if ((await run(() => revokeInvitation(id))) !== null)
      toast({ title: "Invitation revoked", description: `The link sent to ${email} no longer works.` });
  }

  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-2.5">
      <div className="min-w-0 text-sm">
        <p className="font-medium [overflow-wrap:anywhere]">{email}</p>
        <p className="text-ink-muted">
          {role === "admin" ? "Admin" : "User"}, invited by {invitedBy};{" "}
          {state === "expired" ? "expired " : "expires "}
          <Moment at={expiresAt} />
        </p>
        <FieldError>{failure?.message}</FieldError>
      </div>
      <Confirm
        trigger={
          <Button look="danger" disabled={busy} aria-label={`Revoke the invitation of ${email}`}>
            Revoke
          </Button>
        }
        title={`Revoke the invitation of ${email}?`}
        deed="Revoke"
        keep="Keep it"
        onConfirm={() => void revoke()}
      >
        Its link stops working. To let them in after all, make a new one.
      </Confirm>
    </li>
  );
}
