import { createMiddleware } from "hono/factory";
import { type AdminActor, requireAdmin } from "#domain/people";
import { Problem } from "#domain/problems";
import { findSignedIn } from "#identity";

export interface Signed {
  Variables: { actor: AdminActor };
}

/** Lets signed-in admins through, and keeps other sites from acting in their name. */
export const adminsOnly = createMiddleware<Signed>(async (context, next) => {
  refuseOtherSites(context.req.raw);
  context.set("actor", requireAdmin(await findSignedIn(context.req.raw.headers)));
  await next();
});

function refuseOtherSites(request: Request): void {
  if (request.method === "GET" || request.method === "HEAD") return;
  const origin = request.headers.get("origin");
  const site = request.headers.get("sec-fetch-site");
  const foreignOrigin =
    origin !== null && (!URL.canParse(origin) || new URL(origin).host !== request.headers.get("host"));
  if (foreignOrigin || site === "cross-site" || site === "same-site") {
    throw new Problem(
      "forbidden",
      "This request came from another site and was refused. Use the console itself.",
    );
  }
}
