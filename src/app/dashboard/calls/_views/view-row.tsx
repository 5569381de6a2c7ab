"use client";

import { Check, Ellipsis, Link as LinkIcon, Pencil, Trash2, UserRound, Users } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import type { SavedView, ViewCount } from "#domain/views";
import { IconButton } from "#ui/button.tsx";
import { Menu, MenuDeed, MenuLine } from "#ui/menu.tsx";
import { viewAddress } from "../../_views/view-address.ts";
import { copyLink } from "./use-view-deeds.ts";

interface ViewRowProps {
  view: SavedView;
  isShown: boolean;
  /** Undefined until it is known. */
  count: ViewCount | undefined;
  onOpen: () => void;
  onRename: () => void;
  onShare: (isShared: boolean) => void;
  onDelete: () => void;
}

export function ViewRow({ view, isShown, count, onOpen, onRename, onShare, onDelete }: ViewRowProps) {
  return (
    <li className="flex items-center">
      <ViewLink href={viewAddress(view)} isShown={isShown} onOpen={onOpen} count={<Count count={count} />}>
        <bdi className="truncate">{view.name}</bdi>
        {view.isMine && view.isShared && (
          <Users role="img" aria-label="shared" className="size-3.5 shrink-0 text-ink-faint" />
        )}
        {!view.isMine && (
          <span className="max-w-24 shrink-0 truncate text-xs text-ink-muted">{view.ownerName}</span>
        )}
      </ViewLink>
      <Menu
        align="end"
        trigger={
          <IconButton label={`More for “${view.name}”`}>
            <Ellipsis aria-hidden="true" className="size-4" />
          </IconButton>
        }
      >
        <MenuDeed Icon={LinkIcon} onChoose={() => void copyLink(view)}>
          Copy link
        </MenuDeed>
        {view.mayChange && (
          <>
            <MenuDeed Icon={Pencil} onChoose={onRename}>
              Rename…
            </MenuDeed>
            {view.isMine && (
              <MenuDeed Icon={view.isShared ? UserRound : Users} onChoose={() => onShare(!view.isShared)}>
                {view.isShared ? "Keep to myself" : "Share with all admins"}
              </MenuDeed>
            )}
            <MenuLine />
            <MenuDeed Icon={Trash2} onChoose={onDelete}>
              Delete
            </MenuDeed>
          </>
        )}
      </Menu>
    </li>
  );
}

export function ViewLink(props: {
  href: string;
  isShown: boolean;
  onOpen: () => void;
  count?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Link
      href={props.href}
      prefetch={false}
      data-view-link=""
      aria-current={props.isShown ? "true" : undefined}
      onClick={props.onOpen}
      className="flex min-h-8 min-w-0 flex-1 items-center gap-2 rounded-sm px-2 text-sm hover:bg-hover any-pointer-coarse:min-h-touch"
    >
      <span aria-hidden="true" className="w-4 shrink-0">
        {props.isShown && <Check className="size-4 text-accent" />}
      </span>
      {props.children}
      <span className="ml-auto shrink-0 pl-2 text-xs text-ink-muted tabular-nums">{props.count}</span>
    </Link>
  );
}

/** Its place is kept while it is unknown. */
function Count({ count }: { count: ViewCount | undefined }) {
  if (count === undefined) return <span className="inline-block w-4" />;
  if (count === null)
    return (
      <span title="Not counted: its search takes too long, or means nothing any more">
        –<span className="sr-only"> not counted</span>
      </span>
    );
  return (
    <>
      {count.count}
      {count.isMore && "+"}
      <span className="sr-only"> calls</span>
    </>
  );
}
