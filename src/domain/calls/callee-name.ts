/** What agents call the people they speak with. */
const people = [
  "customer",
  "patient",
  "client",
  "contact",
  "callee",
  "caller",
  "recipient",
  "lead",
  "guest",
  "member",
  "user",
  "person",
];
const wholeNames = [...people.map((person) => `${person}_name`), "full_name", "name"];

/**
 * The name of whoever was called, where the call's variables give it by one of the names that are usual for
 * it. The name of a clinic or an agent is not taken for it.
 */
export function calleeName(variables: Record<string, string>): string | null {
  const values = new Map(
    Object.entries(variables).map(([name, value]) => [
      name.toLowerCase().replace(/[\s-]+/g, "_"),
      value.trim(),
    ]),
  );
  const whole = wholeNames.map((name) => values.get(name)).find(Boolean);
  const parts = ["first_name", "last_name"].map((name) => values.get(name)).filter(Boolean);
  return whole ?? (parts.join(" ") || null);
}
