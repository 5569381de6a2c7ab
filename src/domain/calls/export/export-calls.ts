import { sql } from "kysely";
import { asActor, type Db, takeSystemRole } from "#database";
import { recordAudit } from "#domain/audit";
import type { AdminActor } from "#domain/people";
import { Problem } from "#domain/problems";
import { log } from "#log";
import { type CallPage, listCalls } from "../list-calls.ts";
import type { CallFilters } from "../search/conditions.ts";
import { type ExportInput, readExportInput } from "./export-input.ts";
import { type FileWriter, writerFor } from "./file-formats.ts";

/** Large enough that asking costs little beside reading, small enough to be held whole. */
const CALLS_PER_PAGE = 200;

export interface CallExport {
  contentType: string;
  fileName: string;
  /** The file in parts, each read when it is asked for. Throws where it cannot be gone on with; returning it early tells the audit log. */
  parts: AsyncGenerator<string, void>;
}

/**
 * Every call that the query wants and that was placed before now, page after page, each in a transaction of its own: somebody
 * who reads slowly holds up nobody. Whoever may no longer see calls gets no further page. Throws a Problem before the first part.
 */
export async function exportCalls(actor: AdminActor, given: URLSearchParams): Promise<CallExport> {
  const { input, until } = await asActor(actor, async (db) => ({
    input: await readExportInput(db, given),
    until: await nextMillisecond(db),
  }));
  const writer = writerFor(input.format, input.columns, input.isRaw);
  const parts = writeParts(actor, { ...input, filters: placedBefore(until, input.filters) }, writer);
  // The first page is read before anything is promised, so that what fails at once is answered as a problem.
  await parts.next();
  return {
    contentType: writer.contentType,
    fileName: `calls-${until.toISOString().slice(0, "2026-11-30".length)}.${input.format}`,
    parts,
  };
}

/** Its first part is empty, and says that the first page could be read. */
async function* writeParts(
  actor: AdminActor,
  input: ExportInput,
  writer: FileWriter,
): AsyncGenerator<string, void> {
  let rows = 0;
  let isTold = false;
  try {
    let page = await readPage(actor, input, null);
    yield "";
    let text = writer.opening + writer.calls(page.calls, true);
    while (page.nextCursor !== null) {
      rows += page.calls.length;
      yield text;
      page = await readPage(actor, input, page.nextCursor);
      text = writer.calls(page.calls, false);
    }
    rows += page.calls.length;
    // Nobody has the end of a file before the log has its line.
    await tellAudit(actor, input, { rows, isWhole: true });
    isTold = true;
    yield text + writer.closing;
  } finally {
    if (!isTold)
      await tellAudit(actor, input, { rows, isWhole: false }).catch((error: unknown) =>
        log.error(
          { error: String(error), rows },
          "An export that was broken off could not be written to the audit log",
        ),
      );
  }
}

async function readPage(actor: AdminActor, input: ExportInput, cursor: string | null): Promise<CallPage> {
  const { filters, order, fields } = input;
  return asActor(actor, async (db) => {
    const page = await listCalls(db, { filters, order, fields, cursor, limit: CALLS_PER_PAGE });
    // Asked afterwards: to whoever lost the right meanwhile the policies show no call, which looks like the end of the list.
    const { rows } = await sql<{ may: boolean }>`select app.is_admin() as may`.execute(db);
    if (rows[0]?.may !== true)
      throw new Problem("forbidden", "You may no longer see calls, so the export was broken off.");
    return page;
  });
}

/** As the system, because it is also written about those who may no longer write anything. */
async function tellAudit(
  actor: AdminActor,
  { format, query, order, columns, isRaw }: ExportInput,
  { rows, isWhole }: { rows: number; isWhole: boolean },
): Promise<void> {
  await asActor(actor, async (db) => {
    await takeSystemRole(db);
    await recordAudit(db, actor, "calls.exported", {
      details: {
        format,
        query,
        sort: order,
        columns: columns.map(({ name }) => name).join(),
        isRaw,
        rows,
        isWhole,
      },
    });
  });
}

/** Moments of ours end at milliseconds: with the next one, a call that was placed just now is among them. */
async function nextMillisecond(db: Db): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select now() as now`.execute(db);
  return new Date((rows[0]?.now.getTime() ?? 0) + 1);
}

function placedBefore(before: Date, { conditions }: CallFilters): CallFilters {
  return { conditions: [...conditions, { kind: "placed", stretches: [{ from: null, before }] }] };
}
