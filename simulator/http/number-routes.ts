import { pageOf } from "../lists/pages.ts";
import type { Settings } from "../settings.ts";
import { freeNumber, newNumber, type PhoneNumber, type WeightedAgent } from "../workspace/numbers.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { type Answer, type Exchange, empty, json, type Route, route } from "./exchange.ts";
import { IMPORTED_NUMBER, NEW_NUMBER, NUMBER_UPDATE } from "./number-schema.ts";
import { absent, absentOnDelete, badRequest } from "./refusal.ts";
import { demand } from "./schema.ts";

const WEIGHT_TOLERANCE = 1e-6;
const E164 = /^\+[1-9]\d{6,14}$/;

type Bindings = Partial<Omit<PhoneNumber, "phone_number" | "phone_number_type">>;

interface NewNumber extends Bindings {
  phone_number?: string;
  country_code?: "US" | "CA";
  number_provider?: "twilio" | "telnyx";
  toll_free?: boolean;
  transport?: string | null;
}

interface ImportedNumber extends Bindings {
  phone_number: string;
  termination_uri: string;
  sip_trunk_auth_username?: string;
  sip_trunk_auth_password?: string;
  transport?: string | null;
  ignore_e164_validation?: boolean;
}

interface NumberUpdate extends Bindings {
  termination_uri?: string;
  auth_username?: string;
  auth_password?: string;
  transport?: string | null;
}

/** Phone numbers, bought and imported. */
export function numberRoutes(workspace: Workspace, settings: Settings): Route[] {
  function find(phoneNumber: string | undefined): PhoneNumber {
    const number = workspace.findNumber(phoneNumber ?? "");
    if (!number) throw absent(settings.absentStatus);
    return number;
  }

  function demandFree(phoneNumber: string): void {
    if (settings.lenient || !workspace.findNumber(phoneNumber)) return;
    throw badRequest(`Phone number ${phoneNumber} already exists.`);
  }

  function buy(body: unknown): Answer {
    demand(body, NEW_NUMBER);
    const {
      phone_number,
      country_code,
      number_provider,
      toll_free,
      transport: _,
      ...bindings
    } = body as NewNumber;
    const wanted = { areaCode: bindings.area_code, country: country_code, tollFree: toll_free };
    const bought = phone_number ?? freeNumber(wanted, (number) => workspace.findNumber(number) !== undefined);
    if (!E164.test(bought)) throw badRequest("request/body/phone_number must be a valid E.164 phone number");
    demandFree(bought);
    checkBindings(bought, bindings, workspace, settings);
    const type = number_provider === "telnyx" ? "retell-telnyx" : "retell-twilio";
    return json(201, workspace.saveNumber(newNumber(bought, type, bindings)));
  }

  function take(body: unknown): Answer {
    demand(body, IMPORTED_NUMBER);
    const {
      phone_number: phoneNumber,
      ignore_e164_validation: isUnchecked = true,
      termination_uri,
      sip_trunk_auth_username: auth_username = null,
      sip_trunk_auth_password: _,
      transport,
      ...bindings
    } = body as ImportedNumber;
    if (!isUnchecked && !E164.test(phoneNumber)) {
      throw badRequest("request/body/phone_number must be a valid E.164 phone number");
    }
    demandFree(phoneNumber);
    checkBindings(phoneNumber, bindings, workspace, settings);
    const trunk = { termination_uri, auth_username, transport: transport ?? "TCP" };
    const number = newNumber(phoneNumber, "custom", { ...bindings, sip_outbound_trunk_config: trunk });
    return json(201, workspace.saveNumber(number));
  }

  function update({ params, body }: Exchange): Answer {
    demand(body, NUMBER_UPDATE);
    const number = find(params[0]);
    const { termination_uri, auth_username, auth_password: _, transport, ...bindings } = body as NumberUpdate;
    checkBindings(number.phone_number, bindings, workspace, settings);
    const trunk = withoutUndefined({ termination_uri, auth_username, transport });
    const config = { ...number.sip_outbound_trunk_config, ...trunk };
    const changes = number.phone_number_type === "custom" ? { sip_outbound_trunk_config: config } : {};
    return json(200, workspace.updateNumber(number.phone_number, { ...bindings, ...changes }));
  }

  function remove(phoneNumber = ""): Answer {
    if (settings.lenient) return empty();
    if (!workspace.findNumber(phoneNumber)) throw absentOnDelete(settings);
    workspace.deleteNumber(phoneNumber);
    return empty();
  }

  return [
    route("POST", "/create-phone-number", ({ body }) => buy(body)),
    route("POST", "/import-phone-number", ({ body }) => take(body)),
    route("GET", "/v2/list-phone-numbers", ({ query }) => json(200, listNumbers(workspace, query))),
    route("GET", "/get-phone-number/:number", ({ params }) => json(200, find(params[0]))),
    route("PATCH", "/update-phone-number/:number", update),
    route("DELETE", "/delete-phone-number/:number", ({ params }) => remove(params[0])),
  ];
}

function listNumbers(workspace: Workspace, query: URLSearchParams) {
  return pageOf(
    workspace.listNumbers(),
    query,
    (number) => number.phone_number,
    (number) => number.last_modification_timestamp,
  );
}

function checkBindings(
  phoneNumber: string,
  bindings: Bindings,
  workspace: Workspace,
  settings: Settings,
): void {
  if (settings.lenient) return;
  for (const agents of [bindings.inbound_agents, bindings.outbound_agents]) checkAgents(agents, workspace);
  checkFallback(phoneNumber, bindings.fallback_number, workspace);
}

function checkAgents(agents: WeightedAgent[] | null | undefined, workspace: Workspace): void {
  if (!agents?.length) return;
  const sum = agents.reduce((total, agent) => total + agent.weight, 0);
  if (Math.abs(sum - 1) > WEIGHT_TOLERANCE) throw badRequest("Agent weights must add up to 1.");
  const stranger = agents.find((agent) => !workspace.findAgent(agent.agent_id));
  if (stranger) throw badRequest(`Agent ${stranger.agent_id} not found.`);
}

/** A call is passed on once only. */
function checkFallback(phoneNumber: string, fallback: string | null | undefined, workspace: Workspace): void {
  if (!fallback) return;
  if (fallback === phoneNumber) throw badRequest("A number cannot be its own fallback.");
  if (workspace.findNumber(fallback)?.fallback_number) {
    throw badRequest("A number with a fallback of its own cannot be a fallback.");
  }
}

function withoutUndefined<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as Partial<T>;
}
