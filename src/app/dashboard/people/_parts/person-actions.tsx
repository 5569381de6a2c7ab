"use client";

import type { Person } from "#domain/people";
import { Button } from "#ui/button.tsx";
import { Confirm } from "#ui/confirm.tsx";
import { FieldError } from "#ui/field.tsx";
import { toast } from "#ui/toast.tsx";
import { changePerson } from "../../_api/people.ts";
import { useDeed } from "../../_api/use-deed.ts";

type Change = Parameters<typeof changePerson>[1];

/** Taking away asks first; giving back does not. Both can be undone for a moment. */
export function PersonActions({ person, isOwn }: { person: Person; isOwn: boolean }) {
  const { run, busy, failure } = useDeed();

  async function change(to: Change) {
    if ((await run(() => changePerson(person.id, to))) === null) return;
    const back = backFrom(to, person);
    toast({
      title: doneWords(to, person.name),
      // Whoever shut themselves out can undo nothing.
      ...(!isOwn && { deed: { name: "Undo", run: () => void undo(back) } }),
    });
  }

  async function undo(back: Change) {
    if ((await run(() => changePerson(person.id, back))) !== null)
      toast({ title: `Undone: ${doneWords(back, person.name)}` });
  }

  const whom = isOwn ? "you" : person.name;
  const isAdmin = person.role === "admin";
  return (
    <div className="flex flex-col items-end gap-1.5">
      <div className="flex flex-wrap justify-end gap-2">
        {isAdmin ? (
          <Confirm
            trigger={
              <Button disabled={busy} aria-label={`Make user: ${person.name}`}>
                Make user
              </Button>
            }
            title={isOwn ? "Give up your own admin role?" : `Take the admin role from ${person.name}?`}
            deed={isOwn ? "Give it up" : "Take it away"}
            keep="Keep the role"
            onConfirm={() => void change({ role: "user" })}
          >
            {`This shuts ${whom} out of the console within a second, open pages included, and API keys stop working. An admin can give the role back.`}
          </Confirm>
        ) : (
          <Confirm
            trigger={
              <Button disabled={busy} aria-label={`Make admin: ${person.name}`}>
                Make admin
              </Button>
            }
            title={`Make ${person.name} an admin?`}
            deed="Make admin"
            keep="Leave it"
            onConfirm={() => void change({ role: "admin" })}
          >
            An admin sees every call, places calls, and decides who else may.
          </Confirm>
        )}
        {person.active ? (
          <Confirm
            trigger={
              <Button look="danger" disabled={busy} aria-label={`Deactivate ${person.name}`}>
                Deactivate
              </Button>
            }
            title={isOwn ? "Deactivate your own account?" : `Deactivate ${person.name}?`}
            deed="Deactivate"
            keep="Keep active"
            onConfirm={() => void change({ active: false })}
          >
            {`This signs ${whom} out everywhere within a second and lets nobody sign in as ${person.email}. What was done stays in the audit log. An admin can reactivate the account.`}
          </Confirm>
        ) : (
          <Button
            disabled={busy}
            aria-label={`Reactivate ${person.name}`}
            onClick={() => void change({ active: true })}
          >
            Reactivate
          </Button>
        )}
      </div>
      <div role="alert" className="empty:hidden">
        <FieldError>{failure?.message}</FieldError>
      </div>
    </div>
  );
}

function backFrom(to: Change, before: Person): Change {
  return "role" in to ? { role: before.role } : { active: before.active };
}

function doneWords(change: Change, name: string): string {
  if ("role" in change)
    return change.role === "admin" ? `${name} is an admin` : `${name} is no longer an admin`;
  return change.active ? `${name} may sign in again` : `${name} is deactivated`;
}
