import { Hono } from "hono";
import { asActor } from "#database";
import { getCall, listCalls, listCallsById, openRecording, readStatuses, requestCall } from "#domain/calls";
import { Problem } from "#domain/problems";
import { readJson } from "./read-json.ts";
import type { Signed } from "./sign-in.ts";

const passedOnHeaders = [
  "content-type",
  "content-length",
  "content-range",
  "accept-ranges",
  "etag",
  "last-modified",
];

export const calls = new Hono<Signed>();

calls.get("/", async (context) => {
  const ids = context.req.query("ids");
  const actor = context.var.actor;
  if (ids !== undefined)
    return context.json({ calls: await asActor(actor, (db) => listCallsById(db, ids.split(","))) });
  const limit = context.req.query("limit");
  if (limit !== undefined && !/^\d{1,3}$/.test(limit)) {
    throw new Problem("invalid_input", "limit must be a whole number up to 200.", { limit: "Not a number" });
  }
  const query = {
    statuses: readStatuses(context.req.queries("status") ?? []),
    cursor: context.req.query("cursor") ?? null,
    ...(limit === undefined ? {} : { limit: Number(limit) }),
  };
  return context.json(await asActor(actor, (db) => listCalls(db, query)));
});

calls.post("/", async (context) => {
  const { call, created } = await requestCall(context.var.actor, await readJson(context.req.raw));
  return context.json({ call }, created ? 201 : 200);
});

calls.get("/:id", async (context) => {
  const call = await asActor(context.var.actor, (db) => getCall(db, context.req.param("id")));
  return context.json({ call });
});

calls.get("/:id/recording", async (context) => {
  const answer = await openRecording(context.var.actor, {
    callId: context.req.param("id"),
    channels: context.req.query("channels") === "2" ? 2 : 1,
    range: context.req.header("range") ?? null,
    signal: context.req.raw.signal,
  });
  const headers = new Headers({ "cache-control": "private, no-store" });
  for (const name of passedOnHeaders) {
    const value = answer.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  return new Response(answer.body && untilGone(answer.body, context.req.raw.signal), {
    status: answer.status,
    headers,
  });
});

/** A listener who leaves in mid-recording ends the stream, which is no failure of anybody's. */
function untilGone(body: ReadableStream<Uint8Array>, gone: AbortSignal): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        if (gone.aborted) controller.close();
        else controller.error(error);
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}
