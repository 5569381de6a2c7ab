import type { IncomingMessage, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { answerAuth } from "#domain/people";
import { httpStatusOf, isProblem, Problem, problemBody } from "#domain/problems";
import { liveHub } from "#live";
import { log } from "#log";
import { RetellFailure } from "#retell";
import { calls } from "./calls.ts";
import { CallExports } from "./calls-export.ts";
import { checks } from "./checks.ts";
import { answerLive, answerReady } from "./health.ts";
import { serveLive } from "./live.ts";
import { acceptances, invitations, keys, people } from "./people.ts";
import { search } from "./search.ts";
import { adminsOnly } from "./sign-in.ts";
import { views } from "./views.ts";
import { webhookLog } from "./webhook-log.ts";
import { webhookDoor } from "./webhooks/retell.ts";
import { workspace } from "./workspace.ts";

/** Where Retell delivers. */
export const WEBHOOKS = "/api/webhooks/retell";

export interface Api {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Says from now on that nothing more should be sent here, sends live viewers away and breaks exports off. */
  prepareToStop(): void;
  stop(): Promise<void>;
}

/** Everything below /api: Retell's webhooks, the live stream, sign-in, and the JSON API. */
export function createApi(): Api {
  const webhooks = webhookDoor();
  const hub = liveHub();
  const exports = new CallExports();
  let stopping = false;
  const serveRest = getRequestListener(restApi(() => stopping, exports).fetch, {
    overrideGlobalObjects: false,
  });
  return {
    async handle(request, response) {
      // Most come by this very address, and under a flood every step before a refusal counts.
      const path = request.url === WEBHOOKS ? WEBHOOKS : new URL(request.url ?? "/", "http://host").pathname;
      if (path === WEBHOOKS) return webhooks.handle(request, response);
      if (path === "/api/live" && request.method === "GET")
        return answerProblems(response, () => serveLive(request, response, hub));
      await serveRest(request, response);
    },
    prepareToStop() {
      stopping = true;
      hub.sendAway();
      exports.breakOff();
    },
    async stop() {
      await hub.stop();
      await exports.ended();
      await webhooks.stop();
    },
  };
}

/** Method and path of every route of the JSON API, for whoever must look at each of them. */
export function restRoutes(): { method: string; path: string }[] {
  return restApi(() => false, new CallExports()).routes.map(({ method, path }) => ({ method, path }));
}

function restApi(isStopping: () => boolean, exports: CallExports): Hono {
  const app = new Hono();
  app.get("/api/health", () => answerReady(isStopping()));
  app.get("/api/health/live", () => answerLive());
  app.get("/api/health/ready", () => answerReady(isStopping()));
  app.all("/api/auth/*", (context) => answerAuth(context.req.raw));
  app.route("/api/invitations/accept", acceptances);
  app.use("/api/*", adminsOnly);
  // Before the calls, which would take the word for the id of one.
  app.route("/api/calls/export", exports.route);
  app.route("/api/calls", calls);
  app.route("/api/workspace", workspace);
  app.route("/api/people", people);
  app.route("/api/invitations", invitations);
  app.route("/api/keys", keys);
  app.route("/api/webhook-log", webhookLog);
  app.route("/api/checks", checks);
  app.route("/api/search", search);
  app.route("/api/views", views);
  app.notFound((context) =>
    context.json(problemBody(new Problem("not_found", "There is no such address.")), 404),
  );
  app.onError((error, context) => {
    const problem = problemFrom(error);
    // Whoever asked has gone away in mid-request: nobody is there to answer, and nothing is broken.
    if (problem === null && context.req.raw.signal.aborted) return context.body(null, 400);
    if (problem === null) {
      log.error({ error: error.stack ?? String(error), path: context.req.path }, "A request failed");
      return context.json(
        {
          error: {
            code: "internal",
            message: "Something went wrong on our side. It was logged.",
            fields: {},
          },
        },
        500,
      );
    }
    return context.json(problemBody(problem), httpStatusOf(problem));
  });
  return app;
}

function problemFrom(error: unknown): Problem | null {
  if (isProblem(error)) return error;
  if (error instanceof RetellFailure)
    return new Problem(error.kind === "absent" ? "not_found" : "retell_unreachable", error.message);
  return null;
}

async function answerProblems(response: ServerResponse, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const problem = problemFrom(error);
    if (problem === null || response.headersSent) throw error;
    response.writeHead(httpStatusOf(problem), { "content-type": "application/json" });
    response.end(JSON.stringify(problemBody(problem)));
  }
}
