export type { CallsNotice } from "./gather-notices.ts";
export { type LiveHub, liveHub, type Subscriber } from "./hub.ts";
