import { FlaskConical } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { ExactTimes } from "#ui/exact-times.tsx";
import { Wordmark } from "#ui/mark.tsx";
import { Toasts } from "#ui/toast.tsx";
import { CommandCentre } from "../_commands/command-centre.tsx";
import { LiveIndicator } from "../_live/live-indicator.tsx";
import { SignsOfLife } from "../_live/signs-of-life.tsx";
import { PaletteButton, PaletteIconButton } from "../_palette/palette-button.tsx";
import { ReachBanner } from "../_reach/reach-banner.tsx";
import { KeptTyping } from "../_typing/kept-typing.tsx";
import { BottomNavigation, SideNavigation } from "./navigation.tsx";
import { PersonMenu, type ShownPerson } from "./person-menu.tsx";

interface ShellProps {
  person: ShownPerson;
  simulated: boolean;
  children: ReactNode;
}

/** A side bar on wide screens; a top line and a bottom bar, in the thumb's reach, on narrow ones. */
export function Shell({ person: { id, name, email }, simulated, children }: ShellProps) {
  // Named one by one: what a client component is handed, the browser is told.
  const person = { id, name, email };
  return (
    <div className="flex min-h-dvh flex-col md:flex-row">
      <a
        href="#main"
        className="fixed top-2 left-2 z-50 -translate-y-20 rounded-md bg-accent px-3 py-2 text-on-accent focus:translate-y-0"
      >
        Skip to the content
      </a>
      <header className="flex h-12 items-center justify-between gap-3 pr-2 pl-4 md:hidden">
        <Home />
        <div className="flex items-center gap-3">
          {simulated && <SimulatedMark />}
          <LiveIndicator />
          <div className="flex items-center">
            <PaletteIconButton />
            <PersonMenu person={person} place="top" />
          </div>
        </div>
      </header>
      <header className="sticky top-0 hidden h-dvh w-sidebar shrink-0 flex-col gap-4 overflow-y-auto px-3 py-4 md:flex">
        <div className="px-2">
          <Home />
        </div>
        <PaletteButton />
        <SideNavigation />
        <div className="mt-auto flex flex-col gap-3">
          <div className="flex flex-col gap-1.5 px-2">
            {simulated && <SimulatedMark />}
            <LiveIndicator />
          </div>
          <div className="border-t border-line pt-2">
            <PersonMenu person={person} place="side" />
          </div>
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
      <CommandCentre />
      <SignsOfLife />
      <ExactTimes />
      <ReachBanner />
      <Toasts />
      {/* After the toasts, which it tells through. */}
      <KeptTyping personId={person.id} />
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
      <span className="max-[34rem]:sr-only">Simulated Retell</span>
    </p>
  );
}
