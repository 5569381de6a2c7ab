import { sql } from "kysely";
import { type Actor, asActor } from "#database";
import { describeWorkspace, type Workspace } from "./list-workspace.ts";
import { refreshWorkspace } from "./refresh-workspace.ts";

const refresher: Actor = { kind: "system", job: "refresh_workspace" };

/** However many people press the button, Retell is asked for its lists no more often. */
const READ_EVERY_MS = 5_000;

/** Agents and numbers as Retell lists them now, for whoever waits for one. Throws a RetellFailure. */
export async function refreshOnDemand(actor: Actor): Promise<Workspace> {
  if (await takeTurn()) await refreshWorkspace(refresher);
  return asActor(actor, describeWorkspace);
}

async function takeTurn(): Promise<boolean> {
  const { rows } = await asActor(refresher, (db) =>
    sql`
      insert into sync_marks (name, mark, updated_at) values ('workspace_refreshed', '', now())
      on conflict (name) do update set updated_at = now()
      where sync_marks.updated_at <= now() - ${READ_EVERY_MS} * interval '1 millisecond'
      returning name
    `.execute(db),
  );
  return rows.length > 0;
}
