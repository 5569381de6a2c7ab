export { type LiveHub, liveHub, type Subscriber } from "./hub.ts";
