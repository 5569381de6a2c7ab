import { Hono } from "hono";
import { asActor } from "#database";
import {
  completenessWords,
  describeCompleteness,
  getWebhook,
  getWebhookBody,
  listWebhooks,
  readWebhookQuery,
  replayWebhook,
} from "#domain/webhooks";
import type { Signed } from "./sign-in.ts";

/** The delivery log: what Retell sent us, as it came, and once more if asked. */
export const webhookLog = new Hono<Signed>();

webhookLog.get("/", async (context) => {
  const query = readWebhookQuery({
    verdict: context.req.queries("verdict") ?? [],
    event: context.req.query("event") ?? null,
    call: context.req.query("call") ?? null,
    cursor: context.req.query("cursor") ?? null,
  });
  return context.json(await asActor(context.var.actor, (db) => listWebhooks(db, query)));
});

webhookLog.get("/completeness", async (context) => {
  const completeness = await asActor(context.var.actor, (db) => describeCompleteness(db));
  return context.json({ completeness: { ...completeness, message: completenessWords(completeness) } });
});

webhookLog.get("/:id", async (context) => {
  const webhook = await asActor(context.var.actor, (db) => getWebhook(db, context.req.param("id")));
  return context.json({ webhook });
});

webhookLog.post("/:id/replay", async (context) =>
  context.json({ replay: await replayWebhook(context.var.actor, context.req.param("id")) }),
);

webhookLog.get("/:id/body", async (context) => {
  const id = context.req.param("id");
  const body = await asActor(context.var.actor, (db) => getWebhookBody(db, id));
  // Whatever the bytes are, a browser keeps them as a file and shows none of them.
  return new Response(new Uint8Array(body), {
    headers: {
      "content-type": "application/octet-stream",
      "content-disposition": `attachment; filename="webhook-${id}.txt"`,
      "cache-control": "private, no-store",
    },
  });
});
