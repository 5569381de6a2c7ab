import { type Beat, beats } from "./script.ts";

/** Exchanges that fit any clinic call. They draw a talk out. */
export const SMALL_TALK: readonly Beat[][] = [
  beats(`
    user: While I have you, what are your opening hours on Saturday?
    agent: On Saturdays we are open from nine in the morning until one in the afternoon.
  `),
  beats(`
    user: Could you tell me how to get there by bus?
    agent: Take line twelve to Harbor Street. The clinic is right across from the stop.
  `),
  beats(`
    user: Sorry, the line was bad. Could you say that again?
    agent: Of course, I'm happy to repeat it. Please take your time.
  `),
  beats(`
    user: Hold on a second, somebody is at the door.
    pause: 6000
    user: Okay, I'm back.
    agent: Welcome back. No rush at all.
  `),
  beats(`
    user: And my wife, can she come to the same place?
    agent: Yes, she can register online or simply come by with her insurance card.
  `),
  beats(`
    user: Do you still have my old address on Maple Avenue?
    agent: Let me look that up for you. It takes just a moment.
    pause: 3000
    agent: Yes, Maple Avenue is what we have. You can change it at the front desk.
  `),
  beats(`
    user: I read that there is a new doctor for children.
    agent: That's right. She joined us in spring and sees children on Mondays and Wednesdays.
  `),
  beats(`
    user: Is it possible to get the invoice by email?
    agent: Yes. Just ask at the front desk, and they will send it the same day.
  `),
];
