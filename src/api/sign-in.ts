import { createMiddleware } from "hono/factory";
import { type AdminActor, type PersonActor, requireAdmin, requireKey } from "#domain/people";
import { Problem } from "#domain/problems";
import { findSignedIn } from "#identity";

export interface Signed {
  Variables: { actor: AdminActor };
}

export interface SignedPerson {
  Variables: { actor: PersonActor };
}

/** What programs may do with an API key; everything else is for people. */
const openToKeys = /^\/api\/(calls|workspace)(\/|$)/;

/** Lets signed-in admins and their API keys through, and keeps other sites from acting in a person's name. */
export const adminsOnly = createMiddleware<Signed>(async (context, next) => {
  const { headers } = context.req.raw;
  const key = await requireKey(headers);
  if (key !== null && !openToKeys.test(context.req.path))
    throw new Problem("forbidden", "An API key cannot do this. Sign in to the console as an admin.");
  if (key === null) refuseOtherSites(context.req.raw);
  context.set("actor", key ?? requireAdmin(await findSignedIn(headers)));
  await next();
});

/** For what only people may do: their keys have been refused before. */
export const peopleOnly = createMiddleware<SignedPerson>(async (context, next) => {
  context.set("actor", requireAdmin(await findSignedIn(context.req.raw.headers)));
  await next();
});

/** A browser sends cookies along with what another site makes it send. */
export function refuseOtherSites(request: Request): void {
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
