export { type Actor, actorAddress, actorId, actorKeyId } from "./actor.ts";
export { asActor, type Db, type TimeLimit, takeSystemRole } from "./as-actor.ts";
export { askDatabase } from "./ask-database.ts";
export { BackupError } from "./backup-file.ts";
export { type Listener, listen } from "./listen.ts";
export { addressFor, closePools, poolFor } from "./pool.ts";
export { restoreBackup } from "./restore-backup.ts";
export { takeBackup } from "./take-backup.ts";
export type { DB, JsonValue } from "./types.ts";
