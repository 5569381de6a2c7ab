import type { FieldChange } from "#domain/calls";

/** Field by field, before and after; large fields by their size. */
export function ChangesTable({ changes }: { changes: FieldChange[] }) {
  return (
    <table className="w-full table-fixed text-left text-sm">
      <thead className="text-xs text-ink-muted">
        <tr>
          <th scope="col" className="py-1 font-medium">
            Field
          </th>
          <th scope="col" className="py-1 font-medium">
            Before
          </th>
          <th scope="col" className="py-1 font-medium">
            After
          </th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line border-t border-line">
        {changes.map((change) => (
          <tr key={change.field} className="align-top">
            <th scope="row" className="py-1.5 pr-3 font-normal text-ink-muted [overflow-wrap:anywhere]">
              {change.field}
            </th>
            <td className="py-1.5 pr-3">{words(change.before, change.sized)}</td>
            <td className="py-1.5 font-medium">{words(change.after, change.sized)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function words(value: unknown, sized?: true): string {
  if (value === null || value === undefined || (sized && value === 0)) return "–";
  if (sized) return `${Number(value).toLocaleString("en")} characters`;
  return typeof value === "string" ? value : JSON.stringify(value);
}
