import { beats, type Script } from "./script.ts";

export const billingFollowUp: Script = {
  voicemail:
    "Hello {{customer_name}}, this is the billing office of {{clinic_name}}. Please call us back when you have a minute. Thank you.",
  handOver: beats(`
    user: Yes, this is {{customer_name}}. I don't agree with this bill at all.
    agent: I'm sorry to hear that. Would you like to talk to a colleague who can look into it?
    user: Yes, put me through to somebody, please.
    agent: Certainly. I'm transferring you to our billing team. Please hold.
  `),
  talks: [
    {
      endedBy: "agent_hangup",
      beats: beats(`
        user: Yes, that's me. What is it about?
        tool: transition_to_explain_balance {"verified":"{{customer_name}}"} -> {"state":"explain_balance"}
        agent: There is an open balance of {{amount_due}} from your last visit, due on {{due_date}}.
        user: Oh, I thought my insurance had paid that.
        agent: They covered part of it. This is your share after the deductible.
        user: I see. Can I pay it online?
        agent: Yes. May I text you a secure payment link?
        user: Sure, to this number.
        tool: send_payment_link {"name":"{{customer_name}}","amount":"{{amount_due}}"} -> {"sent":true,"link_id":"pay_8812"}
        agent: I've just sent it. It stays open until {{due_date}}.
        user: Got it, thank you very much.
        agent: Thank you, {{customer_name}}. Have a good day.
        tool: end_call {"reason":"payment link sent"} -> {"success":true}
      `),
      summary:
        "The agent told {{customer_name}} about an open balance of {{amount_due}} due on {{due_date}}. {{customer_name}} asked for a payment link, which was sent by text.",
      sentiment: "Neutral",
      successful: true,
      findings: { payment_arrangement: "payment link", will_pay: true, promised_days: 5 },
    },
    {
      endedBy: "user_hangup",
      beats: beats(`
        user: This is {{customer_name}}, yes.
        tool: transition_to_explain_balance {"verified":"{{customer_name}}"} -> {"state":"explain_balance"}
        agent: I'm calling about a balance of {{amount_due}}, which is due on {{due_date}}.
        user: That's quite a lot for me this month.
        agent: I understand. We can split it into three payments without any fee.
        user: Really? That would help.
        tool: transition_to_payment_plan {"reason":"cannot pay at once"} -> {"state":"payment_plan"}
        agent: Shall I set up three monthly payments, with the first on {{due_date}}?
        user: Yes, let's do that.
        tool: create_payment_plan {"name":"{{customer_name}}","parts":3} -> {"plan":"pp_2207","parts":3}
        agent: It's done. You'll get a letter with the dates.
        user: Okay. Thanks for your help.
        agent: My pleasure. Anything else?
        user: No, bye.
      `),
      summary:
        "{{customer_name}} could not pay {{amount_due}} at once and agreed to three monthly payments starting on {{due_date}}.",
      sentiment: "Positive",
      successful: true,
      findings: { payment_arrangement: "payment plan", will_pay: true, promised_days: 30 },
      collected: { plan_parts: "3" },
    },
  ],
};
