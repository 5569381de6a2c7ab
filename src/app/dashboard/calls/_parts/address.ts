/** The query of a page's address as Next gives it. */
export type Address = Record<string, string | string[] | undefined>;

export function queryOf(address: Address): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, given] of Object.entries(address))
    for (const value of [given ?? []].flat()) query.append(name, value);
  return query;
}
