import { Problem } from "#domain/problems";
import { type AuditAction, auditActions } from "./audit-line.ts";

export const actorKinds = ["person", "api_key", "system", "webhook"] as const;
export type ActorKind = (typeof actorKinds)[number];

/** Which lines are wanted; null wants them all. */
export interface AuditFilters {
  /** Done by this person, by a key of theirs, or about them. */
  person: string | null;
  by: ActorKind | null;
  action: AuditAction | null;
  call: string | null;
  /** Days in UTC, both included. */
  from: string | null;
  to: string | null;
}

export const auditFilterNames = ["person", "by", "action", "call", "from", "to"] as const;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const PERSON_ID_LENGTH_MAX = 64;

/** Reads filters as they stand in an address. What is none is left out and told in a sentence. */
export function readAuditFilters(asked: Record<string, string | string[] | undefined>): {
  filters: AuditFilters;
  unknown: string[];
} {
  const unknown = Object.keys(asked)
    .filter((name) => !isKnownName(name))
    .map((name) => `“${name}” is not a filter.`);
  function read<T extends string>(name: string, isOne: (text: string) => text is T, words: string): T | null {
    const given = asked[name];
    const text = Array.isArray(given) ? given.join(", ") : (given ?? "");
    if (text === "") return null;
    if (isOne(text)) return text;
    unknown.push(`“${text}” ${words}`);
    return null;
  }
  const filters = {
    person: read("person", isPersonId, "is not a person’s id."),
    by: read("by", isActorKind, "is nobody who acts here."),
    action: read("action", isAction, "is not an action that is written down."),
    call: read("call", isCallId, "is not a call’s id."),
    from: read("from", isDay, "is not a day such as 2026-01-31."),
    to: read("to", isDay, "is not a day such as 2026-01-31."),
  };
  if (filters.from !== null && filters.to !== null && filters.from > filters.to)
    unknown.push(`${filters.from} comes after ${filters.to}, so no day is between them.`);
  return { filters, unknown };
}

function isKnownName(name: string): boolean {
  return name === "cursor" || (auditFilterNames as readonly string[]).includes(name);
}

function isPersonId(text: string): text is string {
  return text.length <= PERSON_ID_LENGTH_MAX && /^[\w-]+$/.test(text);
}

function isActorKind(text: string): text is ActorKind {
  return (actorKinds as readonly string[]).includes(text);
}

function isAction(text: string): text is AuditAction {
  return (auditActions as readonly string[]).includes(text);
}

function isCallId(text: string): text is string {
  return UUID.test(text);
}

function isDay(text: string): text is string {
  return DAY.test(text) && isRealDay(text);
}

/** There is no 30 February, and Postgres would say so less kindly. */
function isRealDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text) && day.getUTCFullYear() > 0;
}

const CURSOR = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z)\|([0-9a-f-]{36})$/;

export interface Cursor {
  at: string;
  id: string;
}

export function writeCursor({ at, id }: Cursor): string {
  return Buffer.from(`${at}|${id}`).toString("base64url");
}

/** Throws a Problem for a cursor that is none of ours. */
export function readCursor(cursor: string): Cursor {
  const [, at, id] = CURSOR.exec(Buffer.from(cursor, "base64url").toString()) ?? [];
  if (!at || !id || !UUID.test(id) || Number.isNaN(Date.parse(at)) || !isRealDay(at.slice(0, 10)))
    throw new Problem("invalid_input", "This page address is not one of ours. Go back to the first page.", {
      cursor: "Unreadable cursor",
    });
  return { at, id };
}
