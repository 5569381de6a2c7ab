import { Hono } from "hono";
import { asActor } from "#database";
import { changeView, countViews, deleteView, listViews, restoreView, saveView } from "#domain/views";
import { limitedBody, readJson } from "./read-json.ts";
import { peopleOnly, type SignedPerson } from "./sign-in.ts";

/** Saved views of the history: the person's own, and those that others share. */
export const views = new Hono<SignedPerson>().use(peopleOnly);

views.get("/", async (context) => context.json({ views: await asActor(context.var.actor, listViews) }));

// Apart from the list, which need not wait for it.
views.get("/counts", async (context) => context.json({ counts: await countViews(context.var.actor) }));

views.post("/", limitedBody, async (context) =>
  context.json({ view: await saveView(context.var.actor, await readJson(context.req.raw)) }, 201),
);

views.patch("/:id", limitedBody, async (context) => {
  const input = await readJson(context.req.raw);
  return context.json({ view: await changeView(context.var.actor, context.req.param("id"), input) });
});

views.delete("/:id", async (context) => {
  await deleteView(context.var.actor, context.req.param("id"));
  return context.json({});
});

views.post("/:id/restore", async (context) =>
  context.json({ view: await restoreView(context.var.actor, context.req.param("id")) }),
);
