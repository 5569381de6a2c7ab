import type { Faults } from "../faults.ts";

const HUGE_BODY_CHARACTERS = 1_200_000;

interface Payload {
  event: string;
  call: Record<string, unknown>;
  [name: string]: unknown;
}

/** A webhook's raw body, after the faults that spoil its content have had their turn. */
export function bodyOf(payload: Payload, faults: Faults, key: string): { raw: string; struck: string[] } {
  const struck: string[] = [];
  const strikes = (name: Parameters<Faults["strike"]>[0]) => {
    const found = faults.strike(name, key, payload.event) !== null;
    if (found) struck.push(name);
    return found;
  };
  const call = { ...payload.call };
  const body: Payload = { ...payload, call };
  if (payload.event === "call_ended" && strikes("registeredInEnded")) call.call_status = "registered";
  if (strikes("omitMetadata")) {
    delete call.metadata;
    delete call.retell_llm_dynamic_variables;
  }
  if (strikes("omitToNumber")) delete call.to_number;
  if (strikes("unknownFields")) {
    body.event_timestamp = Date.now();
    call.call_mood_ring = { colour: "turquoise", confidence: 0.73, shades: [1, null, "teal"] };
  }
  if (strikes("nonAscii")) {
    call.agent_name = `${String(call.agent_name)} – Zoë’s “café” 👋🏽`;
    call.transcript = `${typeof call.transcript === "string" ? call.transcript : ""}User: ¡Olé! 日本語 🎉\n`;
  }
  if (strikes("hugeBody")) call.padding = "lorem ipsum ".repeat(HUGE_BODY_CHARACTERS / 12);
  const raw = strikes("reorderedKeys") ? JSON.stringify(reversed(body), null, 1) : JSON.stringify(body);
  return { raw, struck };
}

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, field]) => [name, reversed(field)]),
  );
}
