import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

/** When a process began, in the system's own notation; null when there is no such process. */
export async function beginningOf(pid: number): Promise<string | null> {
  if (!Number.isInteger(pid) || pid <= 0) return null;
  return process.platform === "linux" ? beginningOnLinux(pid) : beginningElsewhere(pid);
}

async function beginningOnLinux(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  if (stat === null) return null;
  // The second field is the program's name and may hold spaces, so fields are counted after its bracket.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state, ticksSinceBoot] = [fields[0], fields[19]];
  // An ended process that nobody has waited for keeps its number.
  if (state === "Z" || ticksSinceBoot === undefined) return null;
  const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => "");
  return `${boot.trim()}:${ticksSinceBoot}`;
}

async function beginningElsewhere(pid: number): Promise<string | null> {
  const listed = await promisify(execFile)("ps", ["-o", "lstart=", "-p", String(pid)]).catch(() => null);
  return listed?.stdout.trim() || null;
}
