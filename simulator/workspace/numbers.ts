import { AGENT_IDS } from "./agent-ids.ts";

const DAY_MS = 24 * 3_600_000;
const AMERICAN_AREA = 415;
const CANADIAN_AREA = 416;
const TOLL_FREE_AREA = 800;
const FIRST_FICTIONAL_LINE = 100;

export interface WeightedAgent {
  agent_id: string;
  weight: number;
  agent_version?: number | string;
}

interface SipTrunk {
  termination_uri?: string | null;
  auth_username?: string | null;
  transport?: string | null;
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
  sip_outbound_trunk_config?: SipTrunk | null;
  last_modification_timestamp: number;
}

/** A number as it is when it has just been bought or imported. */
export function newNumber(
  phoneNumber: string,
  type: PhoneNumber["phone_number_type"],
  sent: Partial<PhoneNumber>,
): PhoneNumber {
  return {
    nickname: null,
    inbound_agents: null,
    outbound_agents: null,
    inbound_webhook_url: null,
    allowed_inbound_country_list: null,
    allowed_outbound_country_list: null,
    fallback_number: null,
    ...sent,
    phone_number: phoneNumber,
    phone_number_type: type,
    phone_number_pretty: pretty(phoneNumber),
    last_modification_timestamp: Date.now(),
  };
}

interface WantedNumber {
  areaCode?: number | undefined;
  country?: "US" | "CA" | undefined;
  tollFree?: boolean | undefined;
}

/** The first number of the kind that nobody has; 555-01xx are set aside for fiction. */
export function freeNumber(wanted: WantedNumber, isTaken: (phoneNumber: string) => boolean): string {
  const usual = wanted.country === "CA" ? CANADIAN_AREA : AMERICAN_AREA;
  const area = wanted.tollFree ? TOLL_FREE_AREA : (wanted.areaCode ?? usual);
  for (let line = FIRST_FICTIONAL_LINE; ; line += 1) {
    const phoneNumber = `+1${area}555${String(line).padStart(4, "0")}`;
    if (!isTaken(phoneNumber)) return phoneNumber;
  }
}

function pretty(phoneNumber: string): string {
  return phoneNumber.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, "+1 ($1) $2-$3");
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
