import type { Metadata } from "next";
import { asActor } from "#database";
import { listInvitations, listPeople } from "#domain/people";
import { Panel } from "#ui/facts.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { requireAdminPage } from "../../_session/require-admin-page.ts";
import { InvitationList } from "./_parts/invitation-list.tsx";
import { InviteForm } from "./_parts/invite-form.tsx";
import { PeopleList } from "./_parts/people-list.tsx";

export const metadata: Metadata = { title: "People" };

export default async function PeoplePage() {
  const { actor, person } = await requireAdminPage();
  const { people, invitations } = await asActor(actor, async (db) => ({
    people: await listPeople(db),
    invitations: await listInvitations(db),
  }));
  return (
    <div className="mx-auto flex max-w-page flex-col gap-5">
      <PageHeader title="People" about="Admins use the console; everybody else is kept out." />
      <PeopleList people={people} ownId={person.id} />
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <Panel title="Invite somebody">
          <InviteForm />
        </Panel>
        <Panel title="Open invitations">
          <InvitationList invitations={invitations} />
        </Panel>
      </div>
    </div>
  );
}
