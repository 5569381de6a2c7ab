import type { Db } from "#database";
import type { CallRow } from "./call-row.ts";

export interface Names {
  requester_name: string | null;
  requester_email: string | null;
  stopped_by_name: string | null;
}

/**
 * The same rows with the names of whoever asked for each call and of whoever stopped it, all found by one question:
 * joined to the calls, the same few people took longer to find than the calls did.
 */
export async function namePeople<Row extends Pick<CallRow, "requested_by" | "stop_requested_by">>(
  db: Db,
  rows: readonly Row[],
): Promise<(Row & Names)[]> {
  const ids = new Set(rows.flatMap((row) => [row.requested_by ?? [], row.stop_requested_by ?? []].flat()));
  const people =
    ids.size === 0
      ? []
      : await db
          .selectFrom("users")
          .select(["id", "name", "email"])
          .where("id", "in", [...ids])
          .execute();
  const byId = new Map(people.map((person) => [person.id, person]));
  return rows.map((row) => {
    const requester = row.requested_by === null ? undefined : byId.get(row.requested_by);
    const stopper = row.stop_requested_by === null ? undefined : byId.get(row.stop_requested_by);
    return {
      ...row,
      requester_name: requester?.name ?? null,
      requester_email: requester?.email ?? null,
      stopped_by_name: stopper?.name ?? null,
    };
  });
}
