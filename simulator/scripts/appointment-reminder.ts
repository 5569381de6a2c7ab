import { beats, type Script } from "./script.ts";

export const appointmentReminder: Script = {
  voicemail:
    "Hello {{customer_name}}, this is {{clinic_name}} about your appointment on {{appointment_time}}. Please call us back if you need another time. Thank you, goodbye.",
  handOver: beats(`
    user: Hi, yes, that's me, but I have a question about my insurance.
    agent: Of course. What would you like to know?
    user: I would rather talk to a person about it, if that's possible.
    agent: No problem at all. I'll put you through to our front desk now, one moment please.
  `),
  talks: [
    {
      endedBy: "agent_hangup",
      beats: beats(`
        user: Yes, this is {{customer_name}}, hello.
        agent: I'm calling to confirm your appointment with {{doctor_name}} on {{appointment_time}}. Can you make it?
        user: Yes, that still works for me.
        tool: confirm_appointment {"patient":"{{customer_name}}","time":"{{appointment_time}}"} -> {"status":"confirmed","reference":"LK-4471"}
        agent: Wonderful, you're confirmed. Please arrive ten minutes early.
        user: Do I need to bring anything?
        agent: Just your insurance card and a list of your medicines.
        user: Okay, got it.
        agent: Would you like a text with the address?
        user: No, I know where you are.
        agent: Great. See you then, {{customer_name}}. Goodbye!
        tool: end_call {"reason":"appointment confirmed"} -> {"success":true}
      `),
      summary:
        "The agent called {{customer_name}} to confirm the appointment with {{doctor_name}} on {{appointment_time}}. {{customer_name}} confirmed and asked what to bring.",
      sentiment: "Positive",
      successful: true,
      findings: { appointment_confirmed: true, reschedule_requested: false, patient_mood: "friendly" },
    },
    {
      endedBy: "user_hangup",
      beats: beats(`
        user: Speaking. Who is this again?
        agent: It's the scheduling assistant of {{clinic_name}}. You have an appointment on {{appointment_time}}.
        user: Oh, right. I'm afraid I can't make it that day.
        agent: Thanks for letting me know. Shall I look for another time?
        user: Yes please, something in the morning.
        tool: check_availability {"doctor":"{{doctor_name}}","part_of_day":"morning"} -> {"slots":["Thursday 9:20","Friday 8:40"]}
        agent: I have Thursday at nine twenty or Friday at eight forty.
        user: Friday at eight forty is good.
        tool: book_appointment {"patient":"{{customer_name}}","slot":"Friday 8:40"} -> {"status":"booked","reference":"LK-4502"}
        agent: Done. You're booked with {{doctor_name}} on Friday at eight forty.
        user: Perfect, thank you.
        agent: You're welcome, {{customer_name}}. Anything else I can do?
        user: No, that's all. Bye bye.
      `),
      summary:
        "{{customer_name}} could not come on {{appointment_time}} and moved the appointment with {{doctor_name}} to Friday at 8:40.",
      sentiment: "Positive",
      successful: true,
      findings: {
        appointment_confirmed: false,
        reschedule_requested: true,
        new_time: "Friday 8:40",
        patient_mood: "friendly",
      },
      collected: { new_appointment_time: "Friday 8:40" },
    },
    {
      endedBy: "user_hangup",
      beats: beats(`
        user: Yes? I'm at work, can you make it quick?
        agent: Of course. I'm confirming {{appointment_time}} with {{doctor_name}}. Does that still suit you?
        user: I already told somebody yesterday that I'm not coming.
        agent: I'm sorry about that. I don't see the cancellation here.
        user: Well, that's annoying. Please just cancel it.
        tool: cancel_appointment {"patient":"{{customer_name}}","time":"{{appointment_time}}"} -> {"error":"calendar_timeout"}
        agent: I couldn't reach the calendar just now, so I have left a note for the team.
        user: Fine. Make sure nobody calls me again about this.
        agent: I understand. Is there anything else?
        user: No. Goodbye.
      `),
      summary:
        "{{customer_name}} had already cancelled the appointment on {{appointment_time}} and was annoyed to be called. The calendar did not answer, so a note was left for the team.",
      sentiment: "Negative",
      successful: false,
      findings: { appointment_confirmed: false, reschedule_requested: false, patient_mood: "upset" },
    },
  ],
};
