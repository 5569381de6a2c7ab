"use client";

import { Command as CommandIcon, Keyboard, LifeBuoy, LogOut } from "lucide-react";
import { useRef, useState } from "react";
import { Later } from "#ui/later.ts";
import { useLater } from "#ui/use-later.ts";
import { chooseTheme } from "#ui/use-theme.tsx";
import { PALETTE, PALETTE_KEYS } from "../_palette/palette-command.ts";
import { PaletteComing } from "../_palette/palette-frame.tsx";
import { leave } from "../_parts/person-menu.tsx";
import { places } from "../_parts/places.ts";
import { themeChoices } from "../_parts/theme-choices.ts";
import { useGo } from "../_reach/use-reach.ts";
import { useCommandKeys } from "./use-command-keys.ts";
import { useCommand } from "./use-commands.ts";

// When the browser is idle, so that the first keys typed there are not lost.
const paletteCode = new Later(() => import("../_palette/palette.tsx"));
const shortcutsCode = new Later(() => import("./shortcuts-dialog.tsx"));

/** What works on every page of the console. */
export function CommandCentre() {
  const [shortcuts, setShortcuts] = useState<"never opened" | "open" | "closed">("never opened");
  const [palette, setPalette] = useState<"never opened" | "open" | "closed">("never opened");
  // Where the keyboard was: what stands in the palette's place while that loads takes it away already.
  const returnTo = useRef<HTMLElement | null>(null);
  const paletteParts = useLater(paletteCode, {
    isWanted: palette === "open",
    onFailed: () => setPalette("never opened"),
  });
  const shortcutsParts = useLater(shortcutsCode, {
    isWanted: shortcuts === "open",
    onFailed: () => setShortcuts("never opened"),
  });
  useCommandKeys();
  useCommand({
    id: PALETTE,
    name: "Search and commands",
    group: "Help",
    keys: PALETTE_KEYS,
    Icon: CommandIcon,
    isForFields: true,
    isOnlyForKeys: true,
    run: () => {
      if (palette !== "open" && document.activeElement instanceof HTMLElement)
        returnTo.current = document.activeElement;
      setPalette(palette === "open" ? "closed" : "open");
    },
  });
  useCommand({
    id: "shortcuts",
    name: "Keyboard shortcuts",
    group: "Help",
    keys: "[Shift]+?",
    Icon: Keyboard,
    run: () => setShortcuts("open"),
  });
  useCommand({
    id: "help",
    name: "Troubleshooting guide",
    group: "Help",
    words: "help documentation problem",
    Icon: LifeBuoy,
    run: () => void window.open("/help", "_blank", "noreferrer"),
  });
  useCommand({
    id: "sign out",
    name: "Sign out",
    group: "Your account",
    words: "log out leave",
    Icon: LogOut,
    run: () => void leave(),
  });
  return (
    <>
      {places.map((place) => (
        <PlaceCommand key={place.href} {...place} />
      ))}
      {themeChoices.map((choice) => (
        <ThemeCommand key={choice.value} {...choice} />
      ))}
      {shortcuts !== "never opened" && shortcutsParts && (
        <shortcutsParts.ShortcutsDialog
          open={shortcuts === "open"}
          onOpenChange={(open) => setShortcuts(open ? "open" : "closed")}
        />
      )}
      {palette !== "never opened" &&
        (paletteParts ? (
          <paletteParts.Palette
            open={palette === "open"}
            onOpenChange={(open) => setPalette(open ? "open" : "closed")}
            returnTo={returnTo}
          />
        ) : (
          palette === "open" && <PaletteComing />
        ))}
    </>
  );
}

function PlaceCommand({ href, name, Icon, keys }: (typeof places)[number]) {
  const go = useGo();
  useCommand({ id: `go ${href}`, name, group: "Go to", Icon, keys, run: () => go(href) });
  return null;
}

function ThemeCommand({ value, name, Icon }: (typeof themeChoices)[number]) {
  useCommand({
    id: `theme ${value}`,
    name: `Theme: ${name.toLowerCase()}`,
    group: "Your account",
    words: "colours colors appearance mode",
    Icon,
    run: () => chooseTheme(value),
  });
  return null;
}
