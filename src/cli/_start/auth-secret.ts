import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { unwritable } from "./folder-lock.ts";
import { codeOf, StartError } from "./start-error.ts";

const SECRET_BYTES = 32;

/** The secret that signs sessions: made on first start, kept in the data folder, read by its owner alone. */
export async function keptAuthSecret(dataDir: string): Promise<string> {
  const file = join(dataDir, "auth-secret");
  const kept = await readFile(file, "utf8").catch(() => null);
  if (kept !== null) return usable(kept.trim(), file);
  await mkdir(dataDir, { recursive: true }).catch(() => {});
  const made = randomBytes(SECRET_BYTES).toString("base64url");
  try {
    await writeFile(file, made, { mode: 0o600, flag: "wx" });
  } catch (error) {
    throw new StartError(unwritable(dataDir, codeOf(error)));
  }
  return made;
}

function usable(secret: string, file: string): string {
  if (secret.length >= SECRET_BYTES) return secret;
  throw new StartError(
    `${file} is too short to sign sessions. Delete it to have a new one made; everybody signs in again.`,
  );
}
