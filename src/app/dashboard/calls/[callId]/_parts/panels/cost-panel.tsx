import type { Call } from "#domain/calls";
import { Panel } from "#ui/facts.tsx";
import { dollars } from "#ui/money.ts";
import { ShareBar } from "./share-bar.tsx";

const MINUTE_MS = 60_000;
/** Sums of fractions of a cent come out a hair apart. */
const CENTS_OF_ROUNDING = 0.01;

/** What the call cost, by product, in all and by the minute. */
export function CostPanel({ call: { costs, costCents, durationMs } }: { call: Call }) {
  if (costs.length === 0) return null;
  const listed = costs.reduce((sum, cost) => sum + cost.costCents, 0);
  const total = costCents ?? listed;
  const rest = total - listed;
  const rows =
    Math.abs(rest) > CENTS_OF_ROUNDING ? [...costs, { product: "Not itemised", costCents: rest }] : costs;
  const most = Math.max(...rows.map((row) => row.costCents));
  return (
    <Panel title="Cost" aside={<span className="figures text-sm font-semibold">{dollars(total)}</span>}>
      <table className="w-full text-sm">
        <thead className="sr-only">
          <tr>
            <th scope="col">Product</th>
            <th scope="col">Cost</th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows
            .toSorted((one, other) => other.costCents - one.costCents)
            .map((row, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a product may be listed twice, once per leg of a transfer.
              <tr key={place}>
                <th scope="row" className="py-1.5 pr-3 text-left font-normal text-ink-muted wrap-anywhere">
                  {row.product}
                  <ShareBar share={most > 0 ? row.costCents / most : 0} />
                </th>
                <td className="figures w-px py-1.5 text-right align-top whitespace-nowrap">
                  {dollars(row.costCents)}
                </td>
              </tr>
            ))}
        </tbody>
        {durationMs !== null && durationMs > 0 && (
          <tfoot className="border-t border-line text-ink-muted">
            <tr>
              <th scope="row" className="py-1.5 text-left font-normal">
                By the minute
              </th>
              <td className="figures text-right whitespace-nowrap">
                {dollars((total / durationMs) * MINUTE_MS)}
              </td>
            </tr>
          </tfoot>
        )}
      </table>
    </Panel>
  );
}
