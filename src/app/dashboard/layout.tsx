import type { ReactNode } from "react";
import { settings } from "#config";
import { asActor } from "#database";
import { countLive } from "#domain/calls";
import { listViews } from "#domain/views";
import { ClockProvider } from "#ui/clock.tsx";
import { requireAdminPage } from "../_session/require-admin-page.ts";
import { LiveCountsProvider } from "./_live/live-counts.tsx";
import { Shell } from "./_parts/shell.tsx";
import { SavedViewsProvider } from "./_views/saved-views.tsx";

/** Asks for an admin too, so that a refused page shows no shell; each page still asks for itself. */
export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const { person, actor } = await requireAdminPage();
  const { live, views } = await asActor(actor, async (db) => ({
    live: await countLive(db),
    views: await listViews(db),
  }));
  return (
    <ClockProvider renderedAt={Date.now()}>
      <LiveCountsProvider first={live}>
        <SavedViewsProvider first={views}>
          <Shell person={person} simulated={settings().retell.mode === "simulator"}>
            {children}
          </Shell>
        </SavedViewsProvider>
      </LiveCountsProvider>
    </ClockProvider>
  );
}
