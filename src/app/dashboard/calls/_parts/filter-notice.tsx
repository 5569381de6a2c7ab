import type { FieldProblems } from "#domain/problems";
import { Notice } from "#ui/notice.tsx";

/** Fields of the panel say themselves what is wrong with them. */
const saidInPlace = ["direction", "agent", "number", "from", "to", "zone", "variable"];

/** What the address asks for that no field of the page stands for. */
export function FilterNotice({ problems }: { problems: FieldProblems }) {
  const unsaid = Object.entries(problems).filter(([name]) => !saidInPlace.includes(name));
  return unsaid.map(([name, problem]) => <Notice key={name} tone="caution" role="status" title={problem} />);
}
