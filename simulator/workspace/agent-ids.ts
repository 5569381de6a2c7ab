/** Three of these are the ids that the official SDK's own tests ask for. */
export const AGENT_IDS = {
  appointmentReminder: "oBeDLoLOeuAbiuaMFXRtDOLriTJ5tSxD",
  billingFollowUp: "16b980523634a6dc504898cda492e939",
  visitSurvey: "agent_7d1f0c52b8e94a36a1c07f2e55",
  frontDesk: "agent_xxx",
  refillSpanish: "agent_c3a9e6d04b7f48e2935d1b60fa",
} as const;
