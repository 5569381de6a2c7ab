export { type AdminActor, personActor, requireAdmin } from "./require-admin.ts";
