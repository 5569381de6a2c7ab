import type { Db } from "#database";

export interface ApiKey {
  id: string;
  name: string;
  /** The first characters, to tell it from others. */
  start: string;
  owner: string;
  state: "in force" | "expired" | "revoked" | "owner is no admin";
  createdAt: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
}

/** Every key that was ever made, those in force and newest first. */
export async function listApiKeys(db: Db): Promise<ApiKey[]> {
  const rows = await db
    .selectFrom("api_keys")
    .innerJoin("users", "users.id", "api_keys.reference_id")
    .select(["api_keys.id", "api_keys.name", "start", "enabled", "expires_at", "last_request"])
    .select(["api_keys.created_at", "users.name as owner", "users.role", "users.banned"])
    .orderBy("enabled", "desc")
    .orderBy("api_keys.created_at", "desc")
    .execute();
  const now = new Date();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    start: row.start ?? "",
    owner: row.owner,
    state: !row.enabled
      ? "revoked"
      : row.expires_at !== null && row.expires_at <= now
        ? "expired"
        : row.role !== "admin" || row.banned === true
          ? "owner is no admin"
          : "in force",
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
    lastUsedAt: row.last_request?.toISOString() ?? null,
  }));
}
