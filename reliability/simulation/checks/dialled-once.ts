import { requestIn } from "../wire-watch.ts";
import type { Check } from "./evidence.ts";

export const dialledOnce: Check = {
  name: "dialled once",
  sentence: "By Retell's own ledger, no request of a person's was accepted twice.",
  look({ simulator, records }) {
    const accepted = new Map<string, number>();
    for (const attempt of simulator.ledger.creates) {
      const { metadata } = attempt.body as { metadata?: Record<string, string> };
      const ourId = requestIn(metadata);
      if (attempt.accepted && ourId !== null) accepted.set(ourId, (accepted.get(ourId) ?? 0) + 1);
    }
    const twice = [...accepted].filter(([, times]) => times > 1);
    const recorded = records.filter(({ ordinal }) => ordinal !== undefined).length;
    if (recorded < accepted.size) throw new Error("The simulator lost a call.");
    return twice.map(([ourId, times]) => ({ guarantee: 3, message: `${ourId} was dialled ${times} times.` }));
  },
};
