import { beats, type Script } from "./script.ts";

export const frontDesk: Script = {
  voicemail: "Hello, this is Lakeside Health returning your call. Please ring us again at any time. Goodbye.",
  handOver: beats(`
    user: Hello. I need to talk to a nurse about my results.
    agent: I understand. I'll connect you with the nurse on duty right away.
  `),
  talks: [
    {
      endedBy: "user_hangup",
      beats: beats(`
        user: Hi. Are you open on Saturday?
        agent: Yes, the downtown clinic is open on Saturdays from nine to one.
        user: And do I need an appointment for a flu shot?
        agent: No, you can walk in for flu shots on any day.
        user: How much does it cost?
        agent: It's free with most insurance plans, and thirty dollars without.
        user: Great. Where can I park?
        agent: There is a garage behind the building. The first hour is free.
        user: Lovely, thanks a lot. Bye.
      `),
      summary:
        "{{caller}} asked about Saturday opening hours, the price of a flu shot and parking. All questions were answered.",
      sentiment: "Positive",
      successful: true,
      findings: { topic: "opening hours", needs_follow_up: false },
    },
    {
      endedBy: "agent_hangup",
      beats: beats(`
        user: Good morning. I'd like to know whether my lab results are in.
        agent: I can check whether they have arrived. May I have your date of birth?
        user: It's the fourth of May, nineteen eighty two.
        tool: find_results {"date_of_birth":"1982-05-04"} -> {"ready":true}
        agent: Thank you. Your results are in, and a doctor will go through them with you.
        user: Is it something bad?
        agent: I can't see what they say, but a nurse will call you by tomorrow noon.
        user: Okay. Mornings are best for me.
        agent: I've noted that. Is there anything else?
        user: No, that's everything.
        agent: Thank you for calling Lakeside Health. Goodbye!
        tool: end_call {"reason":"request noted"} -> {"success":true}
      `),
      summary:
        "{{caller}} asked for lab results. They are in, and a nurse will call by noon tomorrow; mornings are best.",
      sentiment: "Neutral",
      successful: true,
      findings: { topic: "lab results", needs_follow_up: true },
    },
  ],
};
