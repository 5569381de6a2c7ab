import { headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { cache } from "react";
import { personActor, requireAdmin } from "#domain/people";
import { isProblem } from "#domain/problems";
import { findSignedIn } from "#identity";
import { nextPath } from "./next-path.ts";

/** Asked once per request, however many parts of a page ask. */
export const signedInPerson = cache(async () => findSignedIn(new Headers(await headers())));

/** Every page of the dashboard calls this for itself: a layout is not a wall. */
export async function requireAdminPage() {
  const person = await signedInPerson();
  if (!person) redirect(`/sign-in?next=${encodeURIComponent(await askedPath())}`);
  try {
    requireAdmin(person);
  } catch (error) {
    if (isProblem(error) && error.code === "forbidden") forbidden();
    throw error;
  }
  return { person, actor: personActor(person) };
}

/** Where this request was going, as the front door wrote it down; Next tells its pages only their pattern. */
async function askedPath(): Promise<string> {
  return nextPath((await headers()).get("x-switchboard-path") ?? undefined);
}
