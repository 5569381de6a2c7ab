"use client";

import { classNames } from "#ui/class-names.ts";
import { Panel } from "#ui/facts.tsx";
import { chooseTheme, useTheme } from "#ui/use-theme.tsx";
import { themeChoices } from "../../_parts/theme-choices.ts";

/** The colours, for this browser. */
export function ThemePanel() {
  const theme = useTheme();
  return (
    <Panel title="Theme">
      <fieldset className="flex flex-wrap gap-2 pb-1">
        <legend className="sr-only">Theme</legend>
        {themeChoices.map(({ value, name, Icon }) => (
          <label
            key={value}
            className={classNames(
              "flex h-control cursor-pointer items-center gap-2 rounded-md border px-3 text-sm font-medium transition-colors any-pointer-coarse:h-touch",
              "has-focus-visible:outline-2 has-focus-visible:outline-offset-2",
              theme === value
                ? "border-accent bg-accent-soft text-ink"
                : "border-line bg-surface text-ink-muted hover:bg-hover hover:text-ink",
            )}
          >
            <input
              type="radio"
              name="theme"
              value={value}
              checked={theme === value}
              onChange={() => chooseTheme(value)}
              className="sr-only"
            />
            <Icon aria-hidden="true" className={classNames("size-4", theme === value && "text-accent")} />
            {name}
          </label>
        ))}
      </fieldset>
      <p className="pb-1 text-sm text-ink-muted">Kept in this browser, for whoever uses it.</p>
    </Panel>
  );
}
