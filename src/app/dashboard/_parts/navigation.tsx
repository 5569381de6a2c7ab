"use client";

import { Phone, PhoneOutgoing, ScrollText, Settings, Users, Webhook } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { classNames } from "#ui/class-names.ts";

const places = [
  { href: "/dashboard/calls", name: "Calls", Icon: Phone },
  { href: "/dashboard/calls/send", name: "Send call", Icon: PhoneOutgoing },
  { href: "/dashboard/webhooks", name: "Webhooks", Icon: Webhook },
  { href: "/dashboard/people", name: "People", Icon: Users },
  { href: "/dashboard/audit", name: "Audit", Icon: ScrollText },
  { href: "/dashboard/settings", name: "Settings", Icon: Settings },
] as const;

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
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

export function BottomNavigation() {
  const current = currentPlace(usePathname());
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-30 border-t border-line bg-raised pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      <ul className="grid auto-cols-fr grid-flow-col">
        {places.map(({ href, name, Icon }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={href === current ? "page" : undefined}
              className={classNames(
                "flex h-14 flex-col items-center justify-center gap-1 text-xs font-medium",
                href === current ? "text-accent" : "text-ink-muted",
              )}
            >
              <Icon aria-hidden="true" className="size-5" />
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
