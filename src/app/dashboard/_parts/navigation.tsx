"use client";

import { Ellipsis, type LucideIcon } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { classNames } from "#ui/class-names.ts";
import { Menu, MenuWay } from "#ui/menu.tsx";
import { LiveCount } from "../_live/live-counts.tsx";
import { places } from "./places.ts";

const LIVE = "/dashboard/live";
/** As many as a thumb tells apart on a phone, besides "More". */
const IN_THE_BAR = 4;

/** A call's own page belongs to the list; sending has a place of its own. */
function currentPlace(path: string): string | undefined {
  return places.findLast(({ href }) => path === href || path.startsWith(`${href}/`))?.href;
}

export function SideNavigation() {
  const current = currentPlace(usePathname());
  return (
    <nav aria-label="Main">
      <ul className="flex flex-col gap-0.5">
        {places.map(({ href, name, Icon }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={href === current ? "page" : undefined}
              className={classNames(
                "flex h-8 items-center gap-2.5 rounded-md px-2 text-sm font-medium transition-colors",
                href === current
                  ? "bg-surface text-ink shadow-raised"
                  : "text-ink-muted hover:bg-surface hover:text-ink",
              )}
            >
              <Icon aria-hidden="true" className={classNames("size-4", href === current && "text-accent")} />
              {name}
              {href === LIVE && <LiveCount className="ml-auto" />}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

export function BottomNavigation() {
  const current = currentPlace(usePathname());
  const rest = places.slice(IN_THE_BAR);
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-30 border-t border-line bg-raised pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      <ul className="grid auto-cols-fr grid-flow-col">
        {places.slice(0, IN_THE_BAR).map(({ href, name, Icon }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={href === current ? "page" : undefined}
              className={classNames("relative", barClass(href === current))}
            >
              <InBar Icon={Icon} name={name} />
              {href === LIVE && <LiveCount className="absolute top-1 left-1/2 ml-1.5" />}
            </Link>
          </li>
        ))}
        <li>
          <Menu
            side="top"
            align="end"
            trigger={
              <button type="button" className={barClass(rest.some(({ href }) => href === current))}>
                <InBar Icon={Ellipsis} name="More" />
              </button>
            }
          >
            {rest.map(({ href, name, Icon }) => (
              <MenuWay
                key={href}
                Icon={Icon}
                render={<Link href={href} aria-current={href === current ? "page" : undefined} />}
              >
                {name}
              </MenuWay>
            ))}
          </Menu>
        </li>
      </ul>
    </nav>
  );
}

function InBar({ Icon, name }: { Icon: LucideIcon; name: string }) {
  return (
    <>
      <Icon aria-hidden="true" className="size-5" />
      {name}
    </>
  );
}

function barClass(isCurrent: boolean): string {
  return classNames(
    "flex h-14 w-full flex-col items-center justify-center gap-1 text-xs font-medium",
    isCurrent ? "text-accent" : "text-ink-muted",
  );
}
