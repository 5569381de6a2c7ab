import { AgentBook, type VersionName } from "./agent-book.ts";
import { type Agent, seedAgents } from "./agents.ts";
import { type ConversationFlow, type Llm, seedFlows, seedLlms } from "./engines.ts";
import { type PhoneNumber, seedNumbers } from "./numbers.ts";

export const ORGANISATION = "Lakeside Health Group";

export type WorkspaceChange =
  | { kind: "agent"; agent: Agent }
  | { kind: "deleted_agent_version"; agentId: string; version: number }
  | { kind: "number"; number: PhoneNumber }
  | { kind: "deleted_number"; phoneNumber: string };

/** The agents, their engines and the phone numbers of one account. */
export class Workspace {
  readonly openedAt: number;
  readonly #agents: AgentBook;
  readonly #numbers: Map<string, PhoneNumber>;
  readonly #llms: Map<string, Llm>;
  readonly #flows: Map<string, ConversationFlow>;
  #onChange: (change: WorkspaceChange) => void = () => {};

  constructor(openedAt: number) {
    this.openedAt = openedAt;
    this.#agents = new AgentBook(seedAgents(openedAt));
    this.#numbers = new Map(seedNumbers(openedAt).map((number) => [number.phone_number, number]));
    this.#llms = new Map(seedLlms(openedAt).map((llm) => [llm.llm_id, llm]));
    this.#flows = new Map(seedFlows(openedAt).map((flow) => [flow.conversation_flow_id, flow]));
  }

  onChange(listener: (change: WorkspaceChange) => void): void {
    this.#onChange = listener;
  }

  /** Puts back what a state file remembers. */
  restore(change: WorkspaceChange): void {
    switch (change.kind) {
      case "agent":
        this.#agents.put(change.agent);
        break;
      case "deleted_agent_version":
        this.#agents.remove(change.agentId, change.version);
        break;
      case "number":
        this.#numbers.set(change.number.phone_number, change.number);
        break;
      case "deleted_number":
        this.#numbers.delete(change.phoneNumber);
        break;
    }
  }

  /** The newest version unless another is named. */
  findAgent(agentId: string, version?: VersionName): Agent | undefined {
    return this.#agents.find(agentId, version);
  }

  /** From the oldest version to the newest. */
  versionsOf(agentId: string): Agent[] {
    return this.#agents.versions(agentId);
  }

  /** Each agent in its newest version. */
  listAgents(): Agent[] {
    return this.#agents.newest();
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

  /** Writes down a version of an agent, new or changed. */
  saveAgent(agent: Agent): Agent {
    return this.#take({ kind: "agent", agent: { ...agent, last_modification_timestamp: Date.now() } }).agent;
  }

  /** Changes one version of an agent, the newest unless another is named. */
  updateAgent(agentId: string, changes: Partial<Agent>, version?: VersionName): Agent | undefined {
    const agent = this.#agents.find(agentId, version);
    return agent && this.saveAgent({ ...agent, ...changes, agent_id: agentId, version: agent.version });
  }

  deleteAgentVersion(agentId: string, version: number): void {
    this.#take({ kind: "deleted_agent_version", agentId, version });
  }

  saveNumber(number: PhoneNumber): PhoneNumber {
    const saved = { ...number, last_modification_timestamp: Date.now() };
    return this.#take({ kind: "number", number: saved }).number;
  }

  updateNumber(phoneNumber: string, changes: Partial<PhoneNumber>): PhoneNumber | undefined {
    const number = this.#numbers.get(phoneNumber);
    return number && this.saveNumber({ ...number, ...changes, phone_number: phoneNumber });
  }

  deleteNumber(phoneNumber: string): void {
    this.#take({ kind: "deleted_number", phoneNumber });
  }

  #take<C extends WorkspaceChange>(change: C): C {
    this.restore(change);
    this.#onChange(change);
    return change;
  }
}
