"use client";

import { ChevronsUpDown, CircleUser, Keyboard, LifeBuoy, LogOut } from "lucide-react";
import { IconButton } from "#ui/button.tsx";
import { Menu, MenuChoices, MenuDeed, MenuLine, MenuWay } from "#ui/menu.tsx";
import { toast } from "#ui/toast.tsx";
import { chooseTheme, useTheme } from "#ui/use-theme.tsx";
import { signOut } from "../../_session/sign-out.ts";
import { runCommand } from "../_commands/commands.ts";
import { themeChoices } from "./theme-choices.ts";

export interface ShownPerson {
  id: string;
  name: string;
  email: string;
}

/** Who is signed in, and what is theirs to choose: at the foot of the side bar, and in the top line of a phone. */
export function PersonMenu({ person, place }: { person: ShownPerson; place: "side" | "top" }) {
  const theme = useTheme();
  return (
    <Menu
      side={place === "side" ? "top" : "bottom"}
      align={place === "side" ? "start" : "end"}
      trigger={
        place === "side" ? (
          <PersonButton person={person} />
        ) : (
          <IconButton label={`${person.name}: theme, help, sign out`}>
            <CircleUser aria-hidden="true" className="size-5" />
          </IconButton>
        )
      }
    >
      {place === "top" && (
        <div className="px-2 py-1.5">
          <Who person={person} />
        </div>
      )}
      <MenuChoices name="Theme" value={theme} onChoose={chooseTheme} choices={themeChoices} />
      <MenuLine />
      <MenuDeed Icon={Keyboard} keys="[Shift]+?" onChoose={() => runCommand("shortcuts")}>
        Keyboard shortcuts
      </MenuDeed>
      {/* Beside the page, so that nothing typed there is lost. */}
      <MenuWay Icon={LifeBuoy} render={<a href="/help" target="_blank" rel="noreferrer" />}>
        Help
      </MenuWay>
      <MenuLine />
      <MenuDeed Icon={LogOut} onChoose={() => void leave()}>
        Sign out
      </MenuDeed>
    </Menu>
  );
}

export async function leave(): Promise<void> {
  if (await signOut()) return;
  toast({
    tone: "failed",
    title: "You are still signed in",
    description: "The server could not be reached. Try again in a moment.",
  });
}

function PersonButton({ person, ...trigger }: { person: ShownPerson }) {
  return (
    <button
      type="button"
      className="flex w-full items-center justify-between gap-2 rounded-md px-2 py-1.5 text-left transition-colors hover:bg-surface data-popup-open:bg-surface"
      {...trigger}
    >
      <Who person={person} />
      <span className="sr-only">: theme, help, sign out</span>
      <ChevronsUpDown aria-hidden="true" className="size-4 shrink-0 text-ink-faint" />
    </button>
  );
}

function Who({ person }: { person: ShownPerson }) {
  return (
    <span className="block min-w-0">
      <span className="block truncate text-sm font-medium">{person.name}</span>
      <span className="block truncate text-xs text-ink-muted">{person.email}</span>
    </span>
  );
}
