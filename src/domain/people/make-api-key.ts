import { asActor } from "#database";
import { recordAudit } from "#domain/audit";
import type { FieldProblems } from "#domain/problems";
import { createKey, KEY_LASTS_DAYS_MAX, KEY_NAME_LENGTH_MAX } from "#identity";
import { readFields, readText, refuseWrong } from "./read-input.ts";
import type { PersonActor } from "./require-admin.ts";

export interface NewApiKey {
  id: string;
  name: string;
  /** Told this once: only its hash is kept. */
  secret: string;
}

/** Makes a key that acts for the admin. Its secret is told this once. Throws a Problem that names the wrong field. */
export async function makeApiKey(actor: PersonActor, input: unknown): Promise<NewApiKey> {
  const fields = readFields(input);
  const wrong: FieldProblems = {};
  const words = {
    missing: "Name the key, for instance after what will use it.",
    lengthMax: KEY_NAME_LENGTH_MAX,
  };
  const name = readText("name", fields.name, words, wrong);
  const lastsDays = readDays(fields.expiresInDays, wrong);
  refuseWrong(wrong);
  return asActor(actor, async (db) => {
    // The library writes by a connection of its own. Should our line fail to commit after it, the key is one
    // that nobody was ever told.
    const { id, secret } = await createKey(actor.id, name, lastsDays);
    await recordAudit(db, actor, "api_key.made", {
      details: { apiKeyId: id, name, expiresInDays: lastsDays },
    });
    return { id, name, secret };
  });
}

function readDays(value: unknown, wrong: FieldProblems): number | null {
  if (value === undefined || value === null || value === "") return null;
  if (typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= KEY_LASTS_DAYS_MAX)
    return value;
  wrong.expiresInDays = `Give a whole number of days from 1 to ${KEY_LASTS_DAYS_MAX}, or none.`;
  return null;
}
