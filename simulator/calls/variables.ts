import type { Random } from "../random.ts";
import { PEOPLE } from "../workspace/people.ts";

export type Variables = Record<string, string>;

/** Puts values in for `{{name}}`. A variable without a value stays as it is written, and is spoken so. */
export function fill(text: string, variables: Variables): string {
  return text.replaceAll(/\{\{\s*([^{}]+?)\s*\}\}/g, (_, name: string) => variables[name] ?? `{{${name}}}`);
}

/** What the other party knows about themselves, whether or not the agent was told. */
export function callerKnowledge(variables: Variables, random: Random): Variables {
  const told = variables.customer_name ?? variables.name ?? variables.first_name;
  const person = random.pick(PEOPLE);
  return {
    appointment_time: "the agreed time",
    visit_date: "that day",
    doctor_name: "the doctor",
    clinic_name: "the clinic",
    amount_due: "the open amount",
    due_date: "the due date",
    medication: "the medicine",
    ...variables,
    customer_name: told ?? person,
    caller: told ?? "The caller",
  };
}
