import { Problem } from "#domain/problems";

/** What the database raises when nobody would be left who could make an admin. */
const LAST_ADMIN = "SW001";

/** Runs a deed; when it would take away the last active admin, throws a Problem that says so. */
export async function sparingLastAdmin<T>(deed: () => Promise<T>): Promise<T> {
  try {
    return await deed();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === LAST_ADMIN)
      throw new Problem(
        "conflict",
        "This is the last active admin, and without one nobody could manage the console. Make somebody else an admin first.",
      );
    throw error;
  }
}
