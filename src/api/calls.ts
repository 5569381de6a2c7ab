import { Hono } from "hono";
import { asActor } from "#database";
import {
  cancelCall,
  completeSearch,
  countCalls,
  countLive,
  countTotal,
  declareNotPlaced,
  demandCallFields,
  demandCallOrder,
  demandFilters,
  describeCallee,
  linkCall,
  listCalls,
  listCallsById,
  listLive,
  listLiveById,
  listSeenFields,
  listSimilarCalls,
  lookAgain,
  openRecording,
  readCallQuery,
  refreshCall,
  refreshCalls,
  requestCall,
  stopCalls,
  watchCall,
} from "#domain/calls";
import { Problem } from "#domain/problems";
import { listTransfers, traceCall } from "#domain/webhooks";
import { limitedBody, readJson } from "./read-json.ts";
import type { Signed } from "./sign-in.ts";

const passedOnHeaders = [
  "content-type",
  "content-length",
  "content-range",
  "accept-ranges",
  "etag",
  "last-modified",
];

/** Names in an address that are no filters. */
const pagingNames = ["ids", "cursor", "limit", "sort", "fields"];

/** Beyond this many nobody needs to know how many, and counting begins to take time. */
const COUNTED_MAX = 10_000;

export const calls = new Hono<Signed>();

calls.get("/", async (context) => {
  const actor = context.var.actor;
  const given = new URL(context.req.url).searchParams;
  const ids = given.get("ids");
  const fields = demandCallFields(given.getAll("fields"));
  if (ids !== null) {
    const read = { besides: pagingNames, ofFew: true };
    return context.json(
      await asActor(actor, async (db) =>
        listCallsById(db, ids.split(","), demandFilters(await readCallQuery(db, given, read)), fields),
      ),
    );
  }
  const limit = context.req.query("limit");
  if (limit !== undefined && !/^\d{1,3}$/.test(limit)) {
    throw new Problem("invalid_input", "limit must be a whole number up to 200.", { limit: "Not a number" });
  }
  const page = {
    fields,
    order: demandCallOrder(given.get("sort")),
    cursor: given.get("cursor"),
    ...(limit === undefined ? {} : { limit: Number(limit) }),
  };
  return context.json(
    await asActor(actor, async (db) => {
      const filters = demandFilters(await readCallQuery(db, given, { besides: pagingNames }));
      return listCalls(db, { filters, ...page });
    }),
  );
});

calls.get("/count", async (context) => {
  const given = new URL(context.req.url).searchParams;
  const counted = await asActor(context.var.actor, async (db) =>
    countCalls(db, demandFilters(await readCallQuery(db, given)), COUNTED_MAX + 1),
  );
  return context.json({ count: Math.min(counted, COUNTED_MAX), isMore: counted > COUNTED_MAX });
});

// As much of it as a list can say at once. Null: longer than a glance.
calls.get("/total", async (context) => {
  const given = new URL(context.req.url).searchParams;
  return context.json({ total: await countTotal(context.var.actor, given) });
});

// What may be written in a search, from what calls have.
calls.get("/completions", async (context) => {
  const { field = "", begins = "" } = context.req.query();
  return context.json({
    completions: await asActor(context.var.actor, (db) => completeSearch(db, { field, begins })),
  });
});

calls.post("/", limitedBody, async (context) => {
  const { call, created } = await requestCall(context.var.actor, await readJson(context.req.raw));
  return context.json({ call }, created ? 201 : 200);
});

// Before a call by its id, which would take the word for one.
calls.get("/seen-fields", async (context) =>
  context.json(await asActor(context.var.actor, (db) => listSeenFields(db))),
);

calls.post("/refresh", async (context) => context.json(await refreshCalls(context.var.actor)));

calls.get("/callee", async (context) => {
  // A plus that was not escaped means a blank in an address.
  const to = context.req.query("to")?.replace(/^ /, "+");
  return context.json({ callee: await describeCallee(context.var.actor, to) });
});

// The calls of this moment. Those of certain ids are given whether they are over or not.
calls.get("/live", async (context) => {
  const ids = context.req.query("ids");
  if (ids === undefined) return context.json(await asActor(context.var.actor, listLive));
  return context.json({ calls: await asActor(context.var.actor, (db) => listLiveById(db, ids.split(","))) });
});

calls.get("/live/count", async (context) => context.json(await asActor(context.var.actor, countLive)));

calls.post("/stop", limitedBody, async (context) =>
  context.json(await stopCalls(context.var.actor, await readJson(context.req.raw))),
);

calls.get("/:id", async (context) =>
  context.json(await asActor(context.var.actor, (db) => watchCall(db, context.req.param("id")))),
);

calls.post("/:id/refresh", async (context) =>
  context.json(await refreshCall(context.var.actor, context.req.param("id"))),
);

calls.post("/:id/stop", async (context) =>
  context.json(await cancelCall(context.var.actor, context.req.param("id"))),
);

// What a person may answer when nobody could find out whether a call was placed.
calls.get("/:id/similar", async (context) => {
  const id = context.req.param("id");
  return context.json({ calls: await asActor(context.var.actor, (db) => listSimilarCalls(db, id)) });
});

calls.post("/:id/look-again", async (context) =>
  context.json(await lookAgain(context.var.actor, context.req.param("id"))),
);

calls.post("/:id/link", limitedBody, async (context) => {
  const input = await readJson(context.req.raw);
  return context.json({ call: await linkCall(context.var.actor, context.req.param("id"), input) });
});

calls.post("/:id/not-placed", async (context) =>
  context.json({ call: await declareNotPlaced(context.var.actor, context.req.param("id")) }),
);

calls.get("/:id/transfers", async (context) => {
  const id = context.req.param("id");
  return context.json({ transfers: await asActor(context.var.actor, (db) => listTransfers(db, id)) });
});

calls.get("/:id/trace", async (context) => {
  const id = context.req.param("id");
  return context.json(await asActor(context.var.actor, (db) => traceCall(db, id)));
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
