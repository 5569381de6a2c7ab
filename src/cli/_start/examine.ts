import { settings } from "#config";
import { closePools } from "#database";
import { checkNames, type Finding, runCheck } from "#domain/checks";
import { say } from "./terminal.ts";

// Run by doctor.ts, with the database's address if there is a database.
const words = { ok: "ok     ", warning: "warning", wrong: "wrong  " } as const;
const hasDatabase = settings().databaseUrl !== null;

const findings: Finding[] = [];
for (const name of checkNames) {
  if (name === "database" && !hasDatabase) {
    print([
      {
        subject: "Database",
        state: "warning",
        found: `There is none in ${settings().dataDir} yet.`,
        todo: "It is made by the first start: pnpm dev.",
        section: null,
      },
    ]);
  } else print(await runCheck(name));
}
await closePools();

const count = (state: Finding["state"]) => findings.filter((finding) => finding.state === state).length;
say("");
say(`${count("ok")} ok, ${count("warning")} to look at, ${count("wrong")} wrong`);
process.exitCode = count("wrong") > 0 ? 1 : 0;

/** What several checks find alike is said once. */
function print(found: Finding[]): void {
  const isNew = (finding: Finding) =>
    !findings.some((told) => told.subject === finding.subject && told.found === finding.found);
  for (const finding of found.filter(isNew)) {
    say(`${words[finding.state]}  ${finding.subject}: ${finding.found}`);
    if (finding.todo) say(`         → ${finding.todo}`);
    if (finding.section) say(`         → docs/guide/troubleshooting.md#${finding.section}`);
    findings.push(finding);
  }
}
