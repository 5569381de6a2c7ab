import { Phone, PhoneCall, PhoneOutgoing, ScrollText, Settings, Users, Webhook } from "lucide-react";

/** Where one can go in the console; the keys lead there from anywhere. */
export const places = [
  { href: "/dashboard/calls", name: "Calls", Icon: Phone, keys: "g c" },
  { href: "/dashboard/live", name: "Live", Icon: PhoneCall, keys: "g l" },
  { href: "/dashboard/calls/send", name: "Send call", Icon: PhoneOutgoing, keys: "c" },
  { href: "/dashboard/webhooks", name: "Webhooks", Icon: Webhook, keys: "g w" },
  { href: "/dashboard/people", name: "People", Icon: Users, keys: "g p" },
  { href: "/dashboard/audit", name: "Audit", Icon: ScrollText, keys: "g a" },
  { href: "/dashboard/settings", name: "Settings", Icon: Settings, keys: "g s" },
] as const;
