import type { RealDatabase } from "./database/real-database.ts";
import type { SeenCall } from "./seen-call.ts";

type Seen = ReadonlyMap<string, SeenCall>;

/** The calls as they stand at a moment. */
export interface StandingRows {
  /** The number of the last change of each call, by id. */
  versions: ReadonlyMap<string, string>;
  /** What somebody sees although it is gone. */
  gone: ReadonlySet<string>;
}

/** Looks at the rows, and at which calls that somebody sees have none. */
export async function lookAtRows(real: RealDatabase, everyone: readonly Seen[]): Promise<StandingRows> {
  const rows = await real.look<{ id: string; version: string }>(
    "select id, changed_xid::text as version from retell_calls order by id",
  );
  const versions = new Map(rows.map(({ id, version }) => [id, version]));
  const seen = everyone.flatMap((calls) => [...calls.keys()]);
  return { versions, gone: new Set(seen.filter((id) => !versions.has(id))) };
}

/**
 * How what somebody sees is not what stands there, in words. Only of what stood there some while ago as it
 * does now: whoever watches may be behind with what has changed since.
 */
export function oldIn(seen: Seen, before: StandingRows, now: StandingRows): string[] {
  const old = [...now.versions]
    .filter(([id, version]) => before.versions.get(id) === version && seen.get(id)?.version !== version)
    .map(([id]) => (seen.has(id) ? `sees ${id} as it was before it changed` : `does not see ${id}`));
  const gone = [...seen.keys()]
    .filter((id) => before.gone.has(id) && now.gone.has(id))
    .map((id) => `still sees ${id}, which is gone`);
  return [...old, ...gone];
}
