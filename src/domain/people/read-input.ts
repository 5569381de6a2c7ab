import { z } from "zod";
import { type FieldProblems, Problem } from "#domain/problems";
import { type Role, roles } from "./person.ts";

const EMAIL_LENGTH_MAX = 254;

/** The fields of a JSON object, each yet to be read. Throws a Problem for anything else. */
export function readFields(input: unknown): Record<string, unknown> {
  if (typeof input !== "object" || input === null || Array.isArray(input))
    throw new Problem("invalid_input", "The request must be a JSON object.");
  return { ...input };
}

export function readEmail(value: unknown, wrong: FieldProblems): string {
  const email = typeof value === "string" ? value.trim().toLowerCase() : "";
  if (email === "") wrong.email = "Enter an e-mail address.";
  else if (email.length > EMAIL_LENGTH_MAX || !z.email().safeParse(email).success)
    wrong.email = "This is not an e-mail address. It should look like name@example.com.";
  return email;
}

export function readRole(value: unknown, wrong: FieldProblems): Role {
  const role = roles.find((known) => known === value);
  if (role === undefined) wrong.role = `Choose a role: ${roles.join(" or ")}.`;
  return role ?? "user";
}

/** A short text that a person gave, without the spaces around it. */
export function readText(
  field: string,
  value: unknown,
  words: { missing: string; lengthMax: number },
  wrong: FieldProblems,
): string {
  const text = typeof value === "string" ? value.trim() : "";
  if (text === "") wrong[field] = words.missing;
  else if (text.length > words.lengthMax) wrong[field] = `Use at most ${words.lengthMax} characters.`;
  else if (hasUnprintable(text)) wrong[field] = "It contains a character that cannot be shown.";
  return text;
}

/** Throws a Problem that names every wrong field, if there is one. */
export function refuseWrong(wrong: FieldProblems): void {
  const [first] = Object.values(wrong);
  if (first !== undefined) throw new Problem("invalid_input", first, wrong);
}

/** Control characters, half surrogate pairs, and marks that turn the direction of what follows. */
function hasUnprintable(text: string): boolean {
  return /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(text) || !text.isWellFormed();
}

export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

/** Whether a text can be the id of a person or a key; others need not be looked for, and some the database cannot take. */
export function isId(text: string): boolean {
  return /^[\w-]{1,64}$/.test(text);
}
