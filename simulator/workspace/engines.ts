const DAY_MS = 24 * 3_600_000;

const endCall = {
  type: "end_call",
  name: "end_call",
  description: "Hang up when everything is said.",
} as const;
const transferCall = {
  type: "transfer_call",
  name: "transfer_call",
  description: "Transfer to a person when the caller asks for one.",
  transfer_destination: { type: "predefined", number: "+14157774400" },
  transfer_option: { type: "cold_transfer", show_transferee_as_caller: false },
} as const;

function customTool(name: string, description: string) {
  return {
    type: "custom",
    name,
    description,
    url: `https://api.lakeside-health.example/tools/${name.replaceAll("_", "-")}`,
    speak_during_execution: false,
    speak_after_execution: true,
  } as const;
}

/** The single-prompt and multi-prompt engines behind the agents of a new workspace. */
export function seedLlms(openedAt: number) {
  const usual = {
    is_published: true,
    model: "gpt-4.1",
    model_temperature: 0,
    start_speaker: "agent",
    last_modification_timestamp: openedAt - 3 * DAY_MS,
  } as const;
  return [
    {
      ...usual,
      llm_id: "llm_9f2c6a1b7e3d4f58",
      version: 3,
      begin_message: "Hello, this is {{clinic_name}}. Am I speaking with {{customer_name}}?",
      general_prompt:
        "You are the friendly scheduling assistant of {{clinic_name}}.\nYou call {{customer_name}} about the appointment with {{doctor_name}} on {{appointment_time}}.\nConfirm it, or offer another time with check_availability. Keep every answer under two sentences. It is now {{current_time}}.",
      default_dynamic_variables: { clinic_name: "Lakeside Health", doctor_name: "Dr. Alvarez" },
      general_tools: [
        endCall,
        transferCall,
        customTool("confirm_appointment", "Confirms the appointment."),
        customTool("check_availability", "Finds free times."),
        customTool("book_appointment", "Books a free time."),
        customTool("cancel_appointment", "Cancels the appointment."),
      ],
      states: null,
    },
    {
      ...usual,
      llm_id: "llm_4b8e0d5c2a6f4197",
      version: 7,
      begin_message: "Hello, this is the billing office of {{clinic_name}}. Is this {{customer_name}}?",
      general_prompt:
        "You call for the billing office of {{clinic_name}}. Be patient and never press anybody. Do not mention amounts before you know that you talk to {{customer_name}}.",
      default_dynamic_variables: { clinic_name: "Lakeside Health" },
      general_tools: [endCall, transferCall],
      starting_state: "verify",
      states: [
        {
          name: "verify",
          state_prompt: "Make sure that you are talking to {{customer_name}}.",
          edges: [{ destination_state_name: "explain_balance", description: "The person is who we called." }],
          tools: [],
        },
        {
          name: "explain_balance",
          state_prompt:
            "Explain the open balance of {{amount_due}}, due on {{due_date}}. Offer a payment link.",
          edges: [
            { destination_state_name: "payment_plan", description: "The customer cannot pay at once." },
          ],
          tools: [customTool("send_payment_link", "Texts a secure payment link.")],
        },
        {
          name: "payment_plan",
          state_prompt: "Offer {{customer_name}} three payments without a fee, starting on {{due_date}}.",
          edges: [],
          tools: [customTool("create_payment_plan", "Sets up a payment plan.")],
        },
      ],
    },
    {
      ...usual,
      llm_id: "llm_1a7c3e9d5b024f86",
      version: 0,
      begin_message: "Hello, this is Lakeside Health. How can I help you today?",
      general_prompt:
        "You are at the front desk of Lakeside Health, a group of five clinics. Answer questions about opening hours, flu shots, parking and lab results. Never give medical advice.",
      default_dynamic_variables: null,
      general_tools: [endCall, transferCall, customTool("find_results", "Says whether lab results are in.")],
      states: null,
    },
    {
      ...usual,
      llm_id: "llm_c05f8b2e6d914a73",
      version: 2,
      begin_message: "Buenos días, le llamamos de {{clinic_name}}. ¿Hablo con {{customer_name}}?",
      general_prompt:
        "Eres el asistente de recetas de {{clinic_name}}. Llamas a {{customer_name}} porque su receta de {{medication}} está por terminarse. Habla de usted.",
      default_dynamic_variables: { clinic_name: "Lakeside Health" },
      general_tools: [endCall, transferCall, customTool("renew_prescription", "Renueva la receta.")],
      states: null,
    },
  ];
}

/** The conversation flow behind the survey agent. */
export function seedFlows(openedAt: number) {
  return [
    {
      conversation_flow_id: "conversation_flow_6e1d9b37a0c4",
      version: 1,
      last_modification_timestamp: openedAt - 4 * DAY_MS,
      model_choice: { type: "cascading", model: "gpt-4.1" },
      model_temperature: 0,
      start_speaker: "agent",
      start_node_id: "start",
      global_prompt: "You ask patients of Lakeside Health how their visit went. You are brief and warm.",
      default_dynamic_variables: { doctor_name: "Dr. Alvarez" },
      tools: [
        {
          ...customTool("record_survey", "Saves the answers."),
          tool_id: "tool_record_survey",
          parameters: { type: "object", properties: { score: { type: "number" } } },
        },
      ],
      nodes: [
        talkNode("start", "Greeting", {
          type: "static_text",
          text: "Hello {{customer_name}}, this is Lakeside Health. Do you have two minutes for a few questions about your visit?",
        }),
        talkNode("rating", "Rating", {
          type: "prompt",
          text: "Ask for a rating of the visit with {{doctor_name}} on {{visit_date}}, from one to five.",
        }),
        talkNode("reason", "What went well", { type: "prompt", text: "Ask what {{customer_name}} liked." }),
        talkNode("sorry", "What went wrong", { type: "prompt", text: "Apologise. Ask what went wrong." }),
        {
          id: "record",
          type: "function",
          name: "Save answers",
          tool_id: "tool_record_survey",
          tool_type: "local",
          wait_for_result: true,
          edges: [edge("end", "The answers are saved.")],
        },
        { id: "end", type: "end", name: "Goodbye" },
      ],
    },
  ] as const;
}

type Instruction = { type: "static_text" | "prompt"; text: string };

const NEXT: Record<string, readonly (readonly [string, string])[]> = {
  start: [
    ["rating", "The patient has time."],
    ["end", "The patient has no time."],
  ],
  rating: [
    ["reason", "Four or five."],
    ["sorry", "Three or less."],
  ],
  reason: [["record", "The patient has answered."]],
  sorry: [["record", "The patient has answered."]],
};

function talkNode<I extends Instruction>(id: string, name: string, instruction: I) {
  const edges = (NEXT[id] ?? []).map(([to, condition]) => edge(to, condition));
  return { id, type: "conversation", name, instruction, edges } as const;
}

function edge(to: string, condition: string) {
  return {
    id: `edge_to_${to}`,
    destination_node_id: to,
    transition_condition: { type: "prompt", prompt: condition },
  } as const;
}

export type Llm = ReturnType<typeof seedLlms>[number];
export type ConversationFlow = ReturnType<typeof seedFlows>[number];
