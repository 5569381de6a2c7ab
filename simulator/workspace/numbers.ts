import { AGENT_IDS } from "./agent-ids.ts";

const DAY_MS = 24 * 3_600_000;

export interface WeightedAgent {
  agent_id: string;
  weight: number;
  agent_version?: number | string;
}

export interface PhoneNumber {
  phone_number: string;
  phone_number_type: "retell-twilio" | "retell-telnyx" | "custom";
  phone_number_pretty: string;
  nickname: string | null;
  area_code?: number;
  inbound_agents: WeightedAgent[] | null;
  outbound_agents: WeightedAgent[] | null;
  inbound_webhook_url: string | null;
  allowed_inbound_country_list: string[] | null;
  allowed_outbound_country_list: string[] | null;
  fallback_number: string | null;
  sip_outbound_trunk_config?: { termination_uri: string; auth_username: string; transport: string } | null;
  last_modification_timestamp: number;
}

/** The numbers of a new workspace. The last American one has nobody who would call out from it. */
export function seedNumbers(openedAt: number): PhoneNumber[] {
  const usual = {
    phone_number_type: "retell-twilio",
    inbound_agents: [{ agent_id: AGENT_IDS.frontDesk, weight: 1 }],
    inbound_webhook_url: null,
    allowed_inbound_country_list: null,
    allowed_outbound_country_list: null,
    fallback_number: null,
  } as const;
  return [
    {
      ...usual,
      inbound_agents: [...usual.inbound_agents],
      phone_number: "+14157774444",
      phone_number_pretty: "+1 (415) 777-4444",
      nickname: "Reminders and billing",
      area_code: 415,
      outbound_agents: [
        { agent_id: AGENT_IDS.appointmentReminder, weight: 0.7 },
        { agent_id: AGENT_IDS.billingFollowUp, weight: 0.3 },
      ],
      last_modification_timestamp: openedAt - 2 * DAY_MS,
    },
    {
      ...usual,
      inbound_agents: [...usual.inbound_agents],
      phone_number: "+14157774455",
      phone_number_pretty: "+1 (415) 777-4455",
      nickname: "Surveys and refills",
      area_code: 415,
      outbound_agents: [
        { agent_id: AGENT_IDS.visitSurvey, weight: 0.5 },
        { agent_id: AGENT_IDS.refillSpanish, weight: 0.5 },
      ],
      last_modification_timestamp: openedAt - 3 * DAY_MS,
    },
    {
      ...usual,
      inbound_agents: [...usual.inbound_agents],
      phone_number: "+14157774466",
      phone_number_pretty: "+1 (415) 777-4466",
      nickname: "Incoming only",
      area_code: 415,
      outbound_agents: null,
      last_modification_timestamp: openedAt - 4 * DAY_MS,
    },
    {
      ...usual,
      inbound_agents: [...usual.inbound_agents],
      phone_number: "+442079460123",
      phone_number_type: "custom",
      phone_number_pretty: "+44 20 7946 0123",
      nickname: "London clinic",
      outbound_agents: [{ agent_id: AGENT_IDS.frontDesk, weight: 1 }],
      sip_outbound_trunk_config: {
        termination_uri: "lakeside.pstn.example",
        auth_username: "lakeside",
        transport: "TCP",
      },
      last_modification_timestamp: openedAt - 5 * DAY_MS,
    },
  ];
}
