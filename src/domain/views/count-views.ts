import { asActor } from "#database";
import { countBriefly } from "#domain/calls";
import type { PersonActor } from "#domain/people";
import { Problem } from "#domain/problems";
import { listViews } from "./list-views.ts";
import type { SavedView, ViewCount } from "./view.ts";
import { viewFilters } from "./view-input.ts";

/** Beyond this a number tells nobody more than that there are many. */
const COUNT_MAX = 999;
/** A search that would walk through the whole history is not worth a number. */
const STATEMENT_MS_MAX = 300;
/** Views that are not reached by then go without. */
const ALL_MS_MAX = 1_500;

/** How many calls each view of the person shows, by the view's id; each is counted by the list's own search. */
export async function countViews(actor: PersonActor): Promise<Record<string, ViewCount>> {
  const views = await asActor(actor, listViews);
  const until = Date.now() + ALL_MS_MAX;
  const counts: Record<string, ViewCount> = {};
  for (const view of views) counts[view.id] = Date.now() < until ? await countView(actor, view) : null;
  return counts;
}

async function countView(actor: PersonActor, view: SavedView): Promise<ViewCount> {
  try {
    return await countBriefly(actor, viewFilters(view), {
      most: COUNT_MAX,
      statementMsMax: STATEMENT_MS_MAX,
    });
  } catch (error) {
    // It asks for what is no more, which the list itself says when it is opened.
    if (error instanceof Problem) return null;
    throw error;
  }
}
