import { Bot, Hash, ListFilter, UserRound } from "lucide-react";
import { writeTerm } from "#query";
import { phoneWords } from "#telephone";
import { statusLooks } from "#ui/call-status.tsx";
import type { Found } from "../_api/search.ts";
import type { Entry, EntryGroup } from "./entry.ts";

type Go = (href: string) => void;

const DIGITS_MIN = 3;

/** What the server found, as lines that lead there. */
export function foundEntries(found: Found, go: Go): EntryGroup[] {
  const groups = [
    { name: "Calls", items: found.calls.map((call) => callEntry(call, go)) },
    {
      name: "Agents",
      items: found.agents.map(({ agentId, name }) =>
        leading(go, {
          id: `agent ${agentId}`,
          title: name ?? agentId,
          note: "Its calls",
          Icon: Bot,
          href: historyOf("agent", name ?? agentId),
        }),
      ),
    },
    {
      name: "Our numbers",
      items: found.numbers.map(({ phoneNumber, nickname }) =>
        leading(go, {
          id: `number ${phoneNumber}`,
          title: phoneWords(phoneNumber),
          note: nickname ?? "Its calls",
          Icon: Hash,
          href: historyOf("number", phoneNumber),
        }),
      ),
    },
    {
      name: "People",
      items: found.people.map(({ id, name, email }) =>
        leading(go, {
          id: `person ${id}`,
          title: name,
          note: `${email}: what they did`,
          Icon: UserRound,
          href: `/dashboard/audit?person=${encodeURIComponent(id)}`,
        }),
      ),
    },
  ];
  return groups.filter(({ items }) => items.length > 0);
}

/** Digits may be the beginning of a number that many calls have: the history shows them all. */
export function numberEntry(text: string, go: Go): Entry | null {
  const digits = text.replaceAll(/[\s().\-/]/g, "");
  if (!/^\+?\d+$/.test(digits) || digits.length < DIGITS_MIN) return null;
  return leading(go, {
    id: `calls ${digits}`,
    title: `Calls whose number begins with ${digits}`,
    Icon: ListFilter,
    href: historyOf("number", digits),
  });
}

export function leading(go: Go, entry: Omit<Entry, "run"> & { href: string }): Entry {
  return { ...entry, run: () => go(entry.href) };
}

function callEntry(call: Found["calls"][number], go: Go): Entry {
  const inbound = call.direction === "inbound";
  const number = inbound ? call.fromNumber : call.toNumber;
  const { Icon, ink, label } = statusLooks[call.status];
  const parts = [call.variable?.value, label, inbound ? "inbound" : null, call.agentName];
  return leading(go, {
    id: `call ${call.id}`,
    title: number ? phoneWords(number) : "Unknown number",
    note: parts.filter(Boolean).join(" · "),
    Icon,
    ink,
    at: call.placedAt,
    href: `/dashboard/calls/${call.id}`,
  });
}

/** The history searched by one term. */
function historyOf(field: string, text: string): string {
  const term = writeTerm({ negated: false, field, values: [{ kind: "is", text }] });
  return `/dashboard/calls?q=${encodeURIComponent(term)}`;
}
