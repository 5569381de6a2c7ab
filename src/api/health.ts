import { askDatabase } from "#database";
import { log } from "#log";

/** Whether this process can do its work: 200 when the database answers, 503 when it does not. */
export async function health(): Promise<Response> {
  try {
    await askDatabase();
    return Response.json({ status: "ok", database: "ok" });
  } catch (error) {
    log.warn({ error: String(error) }, "The database does not answer");
    return Response.json(
      { status: "error", database: "unreachable" },
      { status: 503, headers: { "retry-after": "2" } },
    );
  }
}
