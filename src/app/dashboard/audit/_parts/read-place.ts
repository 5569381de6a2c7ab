import type { AuditPage } from "#domain/audit";
import { isProblem } from "#domain/problems";

/** Reads the page that a cursor names; where it names none, the first one, and why. */
export async function readPlace(
  cursor: string | string[] | undefined,
  read: (cursor: string | null) => Promise<AuditPage>,
): Promise<{ page: AuditPage; unknownPlace: string | null }> {
  try {
    return { page: await read(cursor === undefined ? null : String(cursor)), unknownPlace: null };
  } catch (error) {
    // The cursor is read before the database is asked, so that the transaction is still good.
    if (!isProblem(error)) throw error;
    return { page: await read(null), unknownPlace: error.message };
  }
}
