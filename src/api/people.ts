import { Hono } from "hono";
import {
  acceptInvitation,
  changePerson,
  invitePerson,
  makeApiKey,
  revokeApiKey,
  revokeInvitation,
} from "#domain/people";
import { CLIENT_IP_HEADER } from "#identity";
import { readJson } from "./read-json.ts";
import { peopleOnly, refuseOtherSites, type SignedPerson } from "./sign-in.ts";

/** Who may use the console. */
export const people = new Hono<SignedPerson>().use(peopleOnly);
people.patch("/:id", async (context) => {
  await changePerson(context.var.actor, context.req.param("id"), await readJson(context.req.raw));
  return context.json({});
});

export const invitations = new Hono<SignedPerson>().use(peopleOnly);
invitations.post("/", async (context) => {
  const invitation = await invitePerson(context.var.actor, await readJson(context.req.raw));
  return context.json({ invitation }, 201);
});
invitations.delete("/:id", async (context) => {
  await revokeInvitation(context.var.actor, context.req.param("id"));
  return context.json({});
});

/** Open to everybody: whoever holds a link has no account yet. */
export const acceptances = new Hono().post("/", async (context) => {
  const { raw } = context.req;
  refuseOtherSites(raw);
  return context.json(await acceptInvitation(await readJson(raw), raw.headers.get(CLIENT_IP_HEADER)), 201);
});

export const keys = new Hono<SignedPerson>().use(peopleOnly);
keys.post("/", async (context) => {
  const key = await makeApiKey(context.var.actor, await readJson(context.req.raw));
  return context.json({ key }, 201);
});
keys.delete("/:id", async (context) => {
  await revokeApiKey(context.var.actor, context.req.param("id"));
  return context.json({});
});
