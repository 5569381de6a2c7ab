import type { TraceStep } from "#domain/webhooks";
import { actionWords, actorWords, detailWords, valueWords } from "../../../../audit/_parts/audit-words.ts";

export interface StepWords {
  /** Whence we know it. */
  source: "Webhook" | "Answer" | "Dialling" | "Audit";
  title: string;
  /** Who did it, and what is known besides. */
  about: string[];
}

const readings = {
  create_call: "Retell answered our request",
  get_call: "Retell was asked about this call",
  list_calls: "Retell’s list of calls showed it",
};

export function stepWords(step: TraceStep): StepWords {
  switch (step.kind) {
    case "webhook": {
      const again = step.deliveries > 1 ? [`Came ${step.deliveries} times`] : [];
      return {
        source: "Webhook",
        title: step.event ?? "A delivery that names no event",
        about: [...(step.note ? [step.note] : []), ...again],
      };
    }
    case "reading":
      return { source: "Answer", title: readings[step.source], about: [] };
    case "dial":
      if (step.step === "sent")
        return { source: "Dialling", title: "Retell was asked to place the call", about: [] };
      return {
        source: "Dialling",
        title: "Last looked for in Retell’s list",
        about: [step.failure ?? "Retell answered and did not show it."],
      };
    case "deed": {
      const { action, actor, details } = step.line;
      const known = Object.entries(details).map(
        ([name, value]) => `${detailWords(name)}: ${valueWords(value)}`,
      );
      return { source: "Audit", title: actionWords(action), about: [`by ${actorWords(actor)}`, ...known] };
    }
  }
}

/** What a step taught us, in a few words; null where it is not about fields at all. */
export function changeWords(step: TraceStep): string | null {
  if (step.kind !== "webhook" && step.kind !== "reading") return null;
  if (step.changes === null) return step.kind === "reading" ? "First seen: everything was news" : null;
  if (step.changes.length === 0) return "Said nothing new";
  return step.changes.length === 1 ? "Changed 1 field" : `Changed ${step.changes.length} fields`;
}
