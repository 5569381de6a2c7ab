import { AGENT_IDS } from "./agent-ids.ts";

const DAY_MS = 24 * 3_600_000;
const RING_MS = 15_000;
const LONGEST_CALL_MS = 15 * 60_000;
const PLATFORM_RING_MS = 30_000;
const PLATFORM_SILENCE_MS = 10 * 60_000;
const PLATFORM_LONGEST_CALL_MS = 60 * 60_000;

type AnalysisField =
  | { type: "string" | "boolean" | "number"; name: string; description: string }
  | { type: "enum"; name: string; description: string; choices: string[] }
  | { type: "system-presets"; name: "call_summary" | "call_successful" | "user_sentiment" };

export type WebhookEvent =
  | "call_started"
  | "call_ended"
  | "call_analyzed"
  | "transcript_updated"
  | "transfer_started"
  | "transfer_bridged"
  | "transfer_cancelled"
  | "transfer_ended";

export const WEBHOOK_EVENTS: readonly WebhookEvent[] = [
  "call_started",
  "call_ended",
  "call_analyzed",
  "transcript_updated",
  "transfer_started",
  "transfer_bridged",
  "transfer_cancelled",
  "transfer_ended",
];

export const PII_CATEGORIES = [
  "person_name",
  "address",
  "email",
  "phone_number",
  "ssn",
  "passport",
  "driver_license",
  "credit_card",
  "bank_account",
  "password",
  "pin",
  "medical_id",
  "date_of_birth",
  "customer_account_number",
] as const;

type PiiCategory = (typeof PII_CATEGORIES)[number];

export interface Agent {
  agent_id: string;
  version: number;
  is_published: boolean;
  agent_name: string | null;
  response_engine:
    | { type: "retell-llm"; llm_id: string; version: number }
    | { type: "conversation-flow"; conversation_flow_id: string; version: number }
    | { type: "custom-llm"; llm_websocket_url: string };
  voice_id: string;
  voice_model: "eleven_flash_v2_5" | "sonic-3" | null;
  language: "en-US" | "en-GB" | "es-419";
  timezone: string;
  webhook_url: string | null;
  webhook_events: WebhookEvent[] | null;
  webhook_timeout_ms: number;
  data_storage_setting: "everything" | "everything_except_pii" | "basic_attributes_only";
  opt_in_signed_url: boolean;
  signed_url_expiration_ms: number;
  data_storage_retention_days?: number | null;
  pii_config?: { categories: PiiCategory[]; mode: "post_call" };
  max_call_duration_ms: number;
  end_call_after_silence_ms: number;
  ring_duration_ms: number;
  interruption_sensitivity: number;
  voicemail_option: { action: { type: "static_text"; text: string } } | { action: { type: "hangup" } } | null;
  post_call_analysis_data: AnalysisField[];
  post_call_analysis_model: "gpt-4.1-mini";
  last_modification_timestamp: number;
  base_version?: number | null;
  version_title?: string | null;
  version_description?: string | null;
}

const USUAL = {
  version: 3,
  is_published: true,
  voice_model: "eleven_flash_v2_5",
  timezone: "America/Los_Angeles",
  webhook_url: null,
  webhook_events: null,
  webhook_timeout_ms: 10_000,
  data_storage_setting: "everything",
  opt_in_signed_url: false,
  signed_url_expiration_ms: DAY_MS,
  max_call_duration_ms: LONGEST_CALL_MS,
  end_call_after_silence_ms: 30_000,
  ring_duration_ms: RING_MS,
  interruption_sensitivity: 0.9,
  voicemail_option: { action: { type: "hangup" } },
  post_call_analysis_model: "gpt-4.1-mini",
} as const;

/** An agent as create-agent makes it: what was sent, and the platform's own settings for the rest. */
export function newAgent(
  agentId: string,
  sent: Partial<Agent> & Pick<Agent, "response_engine" | "voice_id">,
): Agent {
  return {
    ...USUAL,
    agent_name: null,
    language: "en-US",
    max_call_duration_ms: PLATFORM_LONGEST_CALL_MS,
    end_call_after_silence_ms: PLATFORM_SILENCE_MS,
    ring_duration_ms: PLATFORM_RING_MS,
    voicemail_option: null,
    post_call_analysis_data: [],
    ...sent,
    agent_id: agentId,
    version: 0,
    is_published: false,
    last_modification_timestamp: Date.now(),
  };
}

const PRESETS: AnalysisField[] = [
  { type: "system-presets", name: "call_summary" },
  { type: "system-presets", name: "call_successful" },
  { type: "system-presets", name: "user_sentiment" },
];

/** The agents of a new workspace, as they stood shortly before it was first opened. */
export function seedAgents(openedAt: number): Agent[] {
  return [
    {
      ...USUAL,
      agent_id: AGENT_IDS.appointmentReminder,
      agent_name: "Appointment reminder",
      response_engine: { type: "retell-llm", llm_id: "llm_9f2c6a1b7e3d4f58", version: 3 },
      voice_id: "retell-Cimo",
      language: "en-US",
      post_call_analysis_data: [
        ...PRESETS,
        { type: "boolean", name: "appointment_confirmed", description: "Did the patient confirm?" },
        {
          type: "boolean",
          name: "reschedule_requested",
          description: "Did the patient ask for another time?",
        },
        { type: "string", name: "new_time", description: "The new time, if one was agreed." },
        {
          type: "enum",
          name: "patient_mood",
          description: "Mood.",
          choices: ["friendly", "neutral", "upset"],
        },
      ],
      last_modification_timestamp: openedAt - 2 * DAY_MS,
    },
    {
      ...USUAL,
      agent_id: AGENT_IDS.billingFollowUp,
      agent_name: "Billing follow-up",
      version: 7,
      response_engine: { type: "retell-llm", llm_id: "llm_4b8e0d5c2a6f4197", version: 7 },
      voice_id: "11labs-Adrian",
      language: "en-US",
      post_call_analysis_data: [
        ...PRESETS,
        {
          type: "enum",
          name: "payment_arrangement",
          description: "What was agreed.",
          choices: ["payment link", "payment plan", "none"],
        },
        { type: "boolean", name: "will_pay", description: "Did the customer promise to pay?" },
        { type: "number", name: "promised_days", description: "In how many days?" },
      ],
      last_modification_timestamp: openedAt - 3 * DAY_MS,
    },
    {
      ...USUAL,
      agent_id: AGENT_IDS.visitSurvey,
      agent_name: "Visit survey",
      version: 1,
      response_engine: {
        type: "conversation-flow",
        conversation_flow_id: "conversation_flow_6e1d9b37a0c4",
        version: 1,
      },
      voice_id: "11labs-Willa",
      language: "en-US",
      post_call_analysis_data: [
        ...PRESETS,
        { type: "number", name: "score", description: "One to five." },
        { type: "string", name: "main_reason", description: "Why this score?" },
        { type: "boolean", name: "wants_callback", description: "Does the patient want to be called back?" },
      ],
      last_modification_timestamp: openedAt - 4 * DAY_MS,
    },
    {
      ...USUAL,
      agent_id: AGENT_IDS.frontDesk,
      agent_name: "Front desk",
      version: 0,
      response_engine: { type: "retell-llm", llm_id: "llm_1a7c3e9d5b024f86", version: 0 },
      voice_id: "cartesia-Grace",
      voice_model: "sonic-3",
      language: "en-GB",
      timezone: "Europe/London",
      post_call_analysis_data: [
        ...PRESETS,
        { type: "string", name: "topic", description: "What the caller wanted." },
        { type: "boolean", name: "needs_follow_up", description: "Must somebody call back?" },
      ],
      last_modification_timestamp: openedAt - 5 * DAY_MS,
    },
    {
      ...USUAL,
      agent_id: AGENT_IDS.refillSpanish,
      agent_name: "Recetas en español",
      version: 2,
      response_engine: { type: "retell-llm", llm_id: "llm_c05f8b2e6d914a73", version: 2 },
      voice_id: "11labs-Santiago",
      language: "es-419",
      post_call_analysis_data: [
        ...PRESETS,
        { type: "boolean", name: "refill_wanted", description: "Should the prescription be renewed?" },
        { type: "number", name: "days_left", description: "For how many days is there medicine left?" },
      ],
      last_modification_timestamp: openedAt - 6 * DAY_MS,
    },
  ];
}
