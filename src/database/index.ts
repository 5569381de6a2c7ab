export { type Actor, actorAddress, actorId, actorKeyId } from "./actor.ts";
export { asActor, askAndCommit, askInOrder, type Db, type TimeLimit, takeSystemRole } from "./as-actor.ts";
export { askForMigrations } from "./ask-for-migrations.ts";
export { isDataFault, isUniqueViolation } from "./data-fault.ts";
export { type Listener, listen } from "./listen.ts";
export { addressFor, closePools, poolFor } from "./pool.ts";
export type { DB, JsonValue } from "./types.ts";
