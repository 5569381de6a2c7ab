import type { ReactNode } from "react";
import { settings } from "#config";
import { ClockProvider } from "#ui/clock.tsx";
import { requireAdminPage } from "../_session/require-admin-page.ts";
import { Shell } from "./_parts/shell.tsx";

/** Asks for an admin too, so that a refused page shows no shell; each page still asks for itself. */
export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const { person } = await requireAdminPage();
  return (
    <ClockProvider renderedAt={Date.now()}>
      <Shell person={person} simulated={settings().retell.mode === "simulator"}>
        {children}
      </Shell>
    </ClockProvider>
  );
}
