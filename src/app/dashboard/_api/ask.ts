import type { FieldProblems, ProblemBody } from "#domain/problems";
import { keepTyping } from "../_typing/typing.ts";

/** An answer that is not the one asked for, in words for the person at the screen. */
export class ApiFailure extends Error {
  override readonly name = "ApiFailure";
  readonly status: number;
  readonly fields: FieldProblems;

  constructor(status: number, message: string, fields: FieldProblems = {}) {
    super(message);
    this.status = status;
    this.fields = fields;
  }
}

/** Asks our own API. Throws an ApiFailure for every other answer; without a session it leaves for the sign-in page. */
export async function ask<Answer>(path: string, init?: RequestInit): Promise<Answer> {
  const headers = { accept: "application/json", ...init?.headers };
  return (await askFor(path, { ...init, headers })).json();
}

/** As `ask`, for an answer that is something else than JSON. */
export async function askFor(path: string, init?: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch {
    throw new ApiFailure(0, "Switchboard could not be reached. Check your connection and try again.");
  }
  if (response.ok) return response;
  if (response.status === 401) leaveForSignIn();
  const body: Partial<ProblemBody> | null = await response.json().catch(() => null);
  const message = body?.error?.message ?? `Switchboard answered ${response.status}. Try again in a moment.`;
  throw new ApiFailure(response.status, message, body?.error?.fields);
}

/** To the sign-in page, and from there back to where we are, with what was typed. */
export function leaveForSignIn(): void {
  keepTyping();
  const here = window.location.pathname + window.location.search;
  window.location.assign(`/sign-in?next=${encodeURIComponent(here)}`);
}
