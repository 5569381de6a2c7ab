import type { Metadata } from "next";
import { Panel } from "#ui/facts.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { requireAdminPage } from "../../_session/require-admin-page.ts";
import { SignOutButton } from "../../_session/sign-out-button.tsx";
import { ApiKeys } from "./_parts/api-keys.tsx";
import { ChangePasswordForm } from "./_parts/change-password-form.tsx";
import { Connection } from "./_parts/connection.tsx";
import { ThemePanel } from "./_parts/theme-panel.tsx";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const { person, actor } = await requireAdminPage();
  return (
    <div className="mx-auto flex max-w-page flex-col gap-5">
      <PageHeader title="Settings" />
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <div className="flex flex-col gap-5">
          <Panel title="Your account" aside={<SignOutButton look="quiet" />}>
            <p className="pb-3 text-ink-muted">
              Signed in as {person.name} ({person.email}).
            </p>
            <ChangePasswordForm email={person.email} />
          </Panel>
          <ThemePanel />
          <ApiKeys actor={actor} />
        </div>
        <Connection actor={actor} />
      </div>
    </div>
  );
}
