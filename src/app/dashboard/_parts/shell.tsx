import { FlaskConical } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Wordmark } from "#ui/mark.tsx";
import { SignOutButton } from "../../_session/sign-out-button.tsx";
import { LiveIndicator } from "../_live/live-indicator.tsx";
import { BottomNavigation, SideNavigation } from "./navigation.tsx";

interface ShellProps {
  person: { name: string; email: string };
  simulated: boolean;
  children: ReactNode;
}

/** A side bar on wide screens; a top line and a bottom bar, in the thumb's reach, on narrow ones. */
export function Shell({ person, simulated, children }: ShellProps) {
  return (
    <div className="flex min-h-dvh flex-col md:flex-row">
      <a
        href="#main"
        className="fixed top-2 left-2 z-50 -translate-y-20 rounded-md bg-accent px-3 py-2 text-on-accent focus:translate-y-0"
      >
        Skip to the content
      </a>
      <header className="flex h-12 items-center justify-between gap-3 px-4 md:hidden">
        <Home />
        <div className="flex items-center gap-3">
          {simulated && <SimulatedMark />}
          <LiveIndicator />
        </div>
      </header>
      <header className="sticky top-0 hidden h-dvh w-sidebar shrink-0 flex-col gap-5 overflow-y-auto px-3 py-4 md:flex">
        <div className="px-2">
          <Home />
        </div>
        <SideNavigation />
        <div className="mt-auto flex flex-col gap-3">
          <div className="flex flex-col gap-1.5 px-2">
            {simulated && <SimulatedMark />}
            <LiveIndicator />
          </div>
          <Person person={person} />
        </div>
      </header>
      <main
        id="main"
        tabIndex={-1}
        className="min-w-0 flex-1 border-line bg-surface px-4 pt-4 pb-24 outline-none md:my-2 md:mr-2 md:rounded-lg md:border md:px-6 md:py-5 xl:px-8"
      >
        {children}
      </main>
      <BottomNavigation />
    </div>
  );
}

function Home() {
  return (
    <Link href="/dashboard/calls" className="rounded-sm">
      <Wordmark />
    </Link>
  );
}

function SimulatedMark() {
  return (
    <p
      title="No real phone rings: calls go to the simulator. Set RETELL_API_KEY to use Retell."
      className="flex items-center gap-1.5 text-xs whitespace-nowrap text-ink-muted"
    >
      <FlaskConical aria-hidden="true" className="size-3.5 shrink-0 text-ringing" />
      <span className="max-[22rem]:sr-only">Simulated Retell</span>
    </p>
  );
}

function Person({ person }: { person: ShellProps["person"] }) {
  return (
    <div className="flex items-center justify-between gap-2 border-t border-line pt-3 pl-2">
      <div className="min-w-0">
        <p className="truncate text-sm font-medium">{person.name}</p>
        <p title={person.email} className="truncate text-xs text-ink-muted">
          {person.email}
        </p>
      </div>
      <SignOutButton look="icon" />
    </div>
  );
}
