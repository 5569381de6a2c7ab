import Link from "next/link";
import type { Person } from "#domain/people";
import { Ago } from "#ui/moment.tsx";
import { PersonActions } from "./person-actions.tsx";

/** On narrow screens each person is a block of lines. */
export function PeopleList({ people, ownId }: { people: Person[]; ownId: string }) {
  return (
    <ul
      aria-label="People"
      className="@container divide-y divide-line rounded-lg border border-line bg-surface shadow-raised"
    >
      {people.map((person) => (
        <li
          key={person.id}
          className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-2 px-4 py-3 @[52rem]:min-h-row @[52rem]:grid-cols-[minmax(0,1.4fr)_4rem_6.5rem_minmax(0,1fr)_auto]"
        >
          <div className="min-w-0">
            <p className="truncate text-sm font-medium">
              {person.name}
              {person.id === ownId && <span className="font-normal text-ink-muted"> (you)</span>}
            </p>
            <p title={person.email} className="truncate text-sm text-ink-muted">
              {person.email}
            </p>
          </div>
          <span className="justify-self-end text-sm @[52rem]:justify-self-start">
            {person.role === "admin" ? "Admin" : "User"}
          </span>
          <ActiveMark active={person.active} />
          <span className="justify-self-end text-sm text-ink-muted @[52rem]:justify-self-start">
            <Link
              href={`/dashboard/audit?person=${encodeURIComponent(person.id)}`}
              className="underline decoration-line underline-offset-4 hover:text-ink hover:decoration-current"
            >
              {person.lastSignInAt ? (
                <>
                  Signed in <Ago at={person.lastSignInAt} />
                </>
              ) : (
                "No sign-in yet"
              )}
            </Link>
          </span>
          <div className="col-span-2 @[52rem]:col-span-1">
            <PersonActions person={person} isOwn={person.id === ownId} />
          </div>
        </li>
      ))}
    </ul>
  );
}

function ActiveMark({ active }: { active: boolean }) {
  return (
    <span
      className={`inline-flex h-6 items-center justify-self-start rounded-full px-2 text-xs font-medium ${
        active ? "bg-completed-soft text-completed" : "bg-initiated-soft text-initiated"
      }`}
    >
      {active ? "Active" : "Deactivated"}
    </span>
  );
}
