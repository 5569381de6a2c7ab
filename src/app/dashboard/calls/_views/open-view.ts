import { redirect } from "next/navigation";
import { asActor } from "#database";
import type { PersonActor } from "#domain/people";
import { findView, type SavedView } from "#domain/views";
import { isPermalink, viewAddress } from "../../_views/view-address.ts";

/**
 * The view that the address names: null when it names none, "gone" when there is none that this person may see. A
 * permalink leads on to the address that says itself what the view shows.
 */
export async function openView(
  actor: PersonActor,
  address: URLSearchParams,
): Promise<SavedView | "gone" | null> {
  const id = address.get("view");
  if (id === null) return null;
  const view = await asActor(actor, (db) => findView(db, id));
  if (view === null) return "gone";
  if (!isPermalink(address)) return view;
  const peek = address.get("peek");
  redirect(viewAddress(view) + (peek === null ? "" : `&${new URLSearchParams({ peek })}`));
}
