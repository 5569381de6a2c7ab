import { openEventStream } from "./event-stream.ts";
import type { ViewersPlan } from "./viewers.ts";

// Viewers that read what they are sent and throw it away.
process.on("disconnect", () => process.exit(0));
process.once("message", async (plan: ViewersPlan) => {
  await Promise.all(Array.from({ length: plan.viewers }, () => openEventStream(plan)));
  process.send?.("watching");
});
