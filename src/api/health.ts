import { askForMigrations } from "#database";
import { migrationNames } from "#database/migrate";
import { log } from "#log";

/** Whoever asks wants to know now: a database that has not answered by then does not answer. */
const DATABASE_ANSWERS_WITHIN_MS = 1_500;

interface Readiness {
  ready: boolean;
  stopping: boolean;
  database: "ok" | "unreachable" | "migrations missing";
}

/** This process answers. Restart it when it does not. */
export function answerLive(): Response {
  return Response.json({ status: "ok", live: true });
}

/** Whether requests may be sent here: 200 or 503, with the reason in the body. */
export async function answerReady(stopping: boolean): Promise<Response> {
  const database = await stateOfDatabase();
  const readiness: Readiness = { ready: database === "ok" && !stopping, stopping, database };
  return Response.json(
    { status: readiness.ready ? "ok" : "error", live: true, ...readiness },
    readiness.ready ? {} : { status: 503, headers: { "retry-after": "2" } },
  );
}

async function stateOfDatabase(): Promise<Readiness["database"]> {
  try {
    const landed = await askForMigrations({ withinMs: DATABASE_ANSWERS_WITHIN_MS });
    const missing = (await migrationNames()).filter((name) => !landed.has(name));
    if (missing.length === 0) return "ok";
    log.warn({ missing }, "The database is not up to date");
    return "migrations missing";
  } catch (error) {
    log.warn({ error: String(error) }, "The database does not answer");
    return "unreachable";
  }
}
