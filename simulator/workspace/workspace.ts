import { type Agent, seedAgents } from "./agents.ts";
import { type ConversationFlow, type Llm, seedFlows, seedLlms } from "./engines.ts";
import { type PhoneNumber, seedNumbers } from "./numbers.ts";

export const ORGANISATION = "Lakeside Health Group";

export type WorkspaceChange = { kind: "agent"; agent: Agent } | { kind: "number"; number: PhoneNumber };

/** The agents, their engines and the phone numbers of one account. */
export class Workspace {
  readonly openedAt: number;
  readonly #agents: Map<string, Agent>;
  readonly #numbers: Map<string, PhoneNumber>;
  readonly #llms: Map<string, Llm>;
  readonly #flows: Map<string, ConversationFlow>;
  #onChange: (change: WorkspaceChange) => void = () => {};

  constructor(openedAt: number) {
    this.openedAt = openedAt;
    this.#agents = new Map(seedAgents(openedAt).map((agent) => [agent.agent_id, agent]));
    this.#numbers = new Map(seedNumbers(openedAt).map((number) => [number.phone_number, number]));
    this.#llms = new Map(seedLlms(openedAt).map((llm) => [llm.llm_id, llm]));
    this.#flows = new Map(seedFlows(openedAt).map((flow) => [flow.conversation_flow_id, flow]));
  }

  onChange(listener: (change: WorkspaceChange) => void): void {
    this.#onChange = listener;
  }

  /** Puts back what a state file remembers. */
  restore(change: WorkspaceChange): void {
    if (change.kind === "agent") this.#agents.set(change.agent.agent_id, change.agent);
    else this.#numbers.set(change.number.phone_number, change.number);
  }

  findAgent(agentId: string): Agent | undefined {
    return this.#agents.get(agentId);
  }

  listAgents(): Agent[] {
    return [...this.#agents.values()];
  }

  findLlm(llmId: string): Llm | undefined {
    return this.#llms.get(llmId);
  }

  findFlow(flowId: string): ConversationFlow | undefined {
    return this.#flows.get(flowId);
  }

  findNumber(phoneNumber: string): PhoneNumber | undefined {
    return this.#numbers.get(phoneNumber);
  }

  listNumbers(): PhoneNumber[] {
    return [...this.#numbers.values()];
  }

  updateAgent(agentId: string, changes: Partial<Agent>): Agent | undefined {
    const agent = this.#agents.get(agentId);
    if (!agent) return undefined;
    const updated = { ...agent, ...changes, agent_id: agentId, last_modification_timestamp: Date.now() };
    this.#agents.set(agentId, updated);
    this.#onChange({ kind: "agent", agent: updated });
    return updated;
  }

  updateNumber(phoneNumber: string, changes: Partial<PhoneNumber>): PhoneNumber | undefined {
    const number = this.#numbers.get(phoneNumber);
    if (!number) return undefined;
    const updated = {
      ...number,
      ...changes,
      phone_number: phoneNumber,
      last_modification_timestamp: Date.now(),
    };
    this.#numbers.set(phoneNumber, updated);
    this.#onChange({ kind: "number", number: updated });
    return updated;
  }
}
