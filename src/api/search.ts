import { Hono } from "hono";
import { asActor } from "#database";
import { type FoundAgent, type FoundNumber, searchWorkspace } from "#domain/agents";
import { type FoundCall, searchCalls } from "#domain/calls";
import { type FoundPerson, searchPeople } from "#domain/people";
import { Problem } from "#domain/problems";
import { peopleOnly, type SignedPerson } from "./sign-in.ts";

const TEXT_MAX = 200;

export interface Found {
  calls: FoundCall[];
  agents: FoundAgent[];
  numbers: FoundNumber[];
  people: FoundPerson[];
}

/** What the console's command palette finds besides its own commands. */
export const search = new Hono<SignedPerson>().use(peopleOnly);
search.get("/", async (context) => {
  const text = (context.req.query("q") ?? "").trim();
  if (text === "" || text.length > TEXT_MAX || text.includes("\0") || !text.isWellFormed())
    throw new Problem("invalid_input", `Search for a text of up to ${TEXT_MAX} characters.`, {
      q: "Empty, too long, or not a text",
    });
  const found: Found = await asActor(context.var.actor, async (db) => ({
    calls: await searchCalls(db, text),
    ...(await searchWorkspace(db, text)),
    people: await searchPeople(db, text),
  }));
  return context.json(found);
});
