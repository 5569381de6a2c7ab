export { type Actor, actorAddress, actorId, actorKeyId } from "./actor.ts";
export { asActor, askDatabase, type Db, takeSystemRole } from "./as-actor.ts";
export { isDataFault } from "./data-fault.ts";
export { type Listener, listen } from "./listen.ts";
export { addressFor, closePools, poolFor } from "./pool.ts";
export type { DB, JsonValue } from "./types.ts";
