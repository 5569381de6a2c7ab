import { acknowledged } from "./acknowledged.ts";
import { atRest } from "./at-rest.ts";
import { audit } from "./audit.ts";
import { dialledOnce } from "./dialled-once.ts";
import type { Check } from "./evidence.ts";
import { finalRows } from "./final-rows.ts";
import { viewers } from "./viewers.ts";

/** What is looked for at the end of a run. What can only be seen while it runs is watched by the wire and the resumption watch. */
export const checks: readonly Check[] = [acknowledged, finalRows, dialledOnce, atRest, audit, viewers];

export type { Check, Evidence } from "./evidence.ts";
