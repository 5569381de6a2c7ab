import type { Deed } from "#domain/audit";
import type { FoundView } from "./select-views.ts";
import type { SavedView } from "./view.ts";

/** All admins read the audit log, so of a view that is its owner's alone it says only that there is one. */
export function deedOn({ id, name, isShared }: SavedView, more: Record<string, unknown> = {}): Deed {
  return { details: { viewId: id, isShared, ...(isShared && { name }), ...more } };
}

export function withoutOwner({ owner, isDeleted, ...view }: FoundView): SavedView {
  return view;
}
