import type { SavedView, ViewContent, ViewCount } from "#domain/views";
import { ask } from "./ask.ts";

const json = { "content-type": "application/json" };

export type ViewChange = Partial<ViewContent & Pick<SavedView, "name" | "isShared">>;

/** How many calls each view shows, by its id. */
export type ViewCounts = Record<string, ViewCount>;

export async function readViews(signal: AbortSignal): Promise<SavedView[]> {
  return (await ask<{ views: SavedView[] }>("/api/views", { signal })).views;
}

export async function readViewCounts(signal: AbortSignal): Promise<ViewCounts> {
  return (await ask<{ counts: ViewCounts }>("/api/views/counts", { signal })).counts;
}

export async function saveView(view: ViewChange): Promise<SavedView> {
  const init = { method: "POST", headers: json, body: JSON.stringify(view) };
  return (await ask<{ view: SavedView }>("/api/views", init)).view;
}

export async function changeView(id: string, change: ViewChange): Promise<SavedView> {
  const init = { method: "PATCH", headers: json, body: JSON.stringify(change) };
  return (await ask<{ view: SavedView }>(`/api/views/${encodeURIComponent(id)}`, init)).view;
}

export function deleteView(id: string): Promise<unknown> {
  return ask(`/api/views/${encodeURIComponent(id)}`, { method: "DELETE" });
}

export async function restoreView(id: string): Promise<SavedView> {
  const path = `/api/views/${encodeURIComponent(id)}/restore`;
  return (await ask<{ view: SavedView }>(path, { method: "POST" })).view;
}
