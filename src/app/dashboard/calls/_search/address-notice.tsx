import type { FieldProblems } from "#domain/problems";
import { Notice } from "#ui/notice.tsx";

/** What the address asks for besides the search, and means nothing; the search field says itself what is wrong with it. */
export function AddressNotice({ problems }: { problems: FieldProblems }) {
  const unsaid = Object.entries(problems).filter(([name]) => name !== "q");
  return unsaid.map(([name, problem]) => <Notice key={name} tone="caution" role="status" title={problem} />);
}
