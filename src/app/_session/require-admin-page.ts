import { headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { cache } from "react";
import { personActor, requireAdmin } from "#domain/people";
import { isProblem } from "#domain/problems";
import { findSignedIn } from "#identity";

/** Asked once per request, however many parts of a page ask. */
export const signedInPerson = cache(async () => findSignedIn(new Headers(await headers())));

/** Every page of the dashboard calls this for itself: a layout is not a wall. */
export async function requireAdminPage(path: string) {
  const person = await signedInPerson();
  if (!person) redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  try {
    requireAdmin(person);
  } catch (error) {
    if (isProblem(error) && error.code === "forbidden") forbidden();
    throw error;
  }
  return { person, actor: personActor(person) };
}
