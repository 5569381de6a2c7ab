import { AGENT_IDS } from "../workspace/agent-ids.ts";
import { appointmentReminder } from "./appointment-reminder.ts";
import { billingFollowUp } from "./billing-follow-up.ts";
import { frontDesk } from "./front-desk.ts";
import { refillSpanish } from "./refill-spanish.ts";
import type { Script } from "./script.ts";
import { visitSurvey } from "./visit-survey.ts";

const BY_AGENT: Record<string, Script> = {
  [AGENT_IDS.appointmentReminder]: appointmentReminder,
  [AGENT_IDS.billingFollowUp]: billingFollowUp,
  [AGENT_IDS.visitSurvey]: visitSurvey,
  [AGENT_IDS.frontDesk]: frontDesk,
  [AGENT_IDS.refillSpanish]: refillSpanish,
};

export function scriptOf(agentId: string): Script {
  return BY_AGENT[agentId] ?? frontDesk;
}
