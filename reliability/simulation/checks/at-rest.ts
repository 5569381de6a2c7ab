import type { Check } from "./evidence.ts";

export const atRest: Check = {
  name: "at rest",
  sentence:
    "Once nothing goes wrong any more, no call is left waiting, unconfirmed, to be asked about or to be stopped.",
  look: ({ unfinished }) =>
    unfinished.map((message) => ({ guarantee: 4, message: `Hours later, ${message}.` })),
};
