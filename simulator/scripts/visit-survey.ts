import { beats, type Script } from "./script.ts";

export const visitSurvey: Script = {
  voicemail:
    "Hello {{customer_name}}, this is Lakeside Health. We wanted to ask how your visit went. No need to call back. Take care!",
  handOver: beats(`
    user: Honestly, I'd like to complain to somebody real.
    agent: I'm sorry to hear that. Let me connect you with our patient care team.
  `),
  talks: [
    {
      endedBy: "agent_hangup",
      beats: beats(`
        user: Sure, I have two minutes.
        node: start Greeting -> rating Rating
        agent: Thank you. How would you rate your visit with {{doctor_name}} from one to five? You can also press a key.
        dtmf: 5
        user: Five. She was really kind.
        node: rating Rating -> reason What went well
        agent: I'm glad to hear that, {{customer_name}}. What did you like most?
        user: I didn't have to wait, and everything was explained well.
        agent: And was there anything we could do better?
        user: Parking was a bit hard to find.
        node: reason What went well -> record Save answers
        tool: record_survey {"patient":"{{customer_name}}","score":5} -> {"saved":true}
        node: record Save answers -> end Goodbye
        agent: Thank you, I'll pass that on. Have a lovely day!
      `),
      summary:
        "{{customer_name}} rated the visit with {{doctor_name}} five out of five, liked the short wait, and found parking hard.",
      sentiment: "Positive",
      successful: true,
      findings: { score: 5, main_reason: "Short wait and clear explanations", wants_callback: false },
    },
    {
      endedBy: "user_hangup",
      beats: beats(`
        user: Okay, but be quick.
        node: start Greeting -> rating Rating
        agent: I will. How would you rate your visit on {{visit_date}} from one to five?
        user: Two, I would say.
        node: rating Rating -> sorry What went wrong
        agent: I'm sorry to hear that, {{customer_name}}. What went wrong?
        user: I waited for almost an hour, and nobody told me why.
        agent: That shouldn't happen. May our practice manager call you back?
        user: Yes, in the afternoon please.
        tool: record_survey {"patient":"{{customer_name}}","score":2} -> {"saved":true}
        agent: I've written that down. Thank you for being so open.
        user: Alright. Goodbye.
      `),
      summary:
        "{{customer_name}} rated the visit on {{visit_date}} two out of five because of a wait of almost an hour, and asked for a call back in the afternoon.",
      sentiment: "Negative",
      successful: true,
      findings: { score: 2, main_reason: "Long wait without explanation", wants_callback: true },
    },
  ],
};
