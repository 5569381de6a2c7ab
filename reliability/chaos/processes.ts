import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

export interface ProcessSeen {
  pid: number;
  parent: number;
  command: string;
}

/** Every process of this machine that has not ended; one that nobody has waited for yet has ended. */
export function listProcesses(): ProcessSeen[] {
  return existsSync("/proc/self/stat") ? listed() : listedByPs();
}

function listed(): ProcessSeen[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, "utf8");
        // The second field is the program's name and may hold spaces, so fields are counted after its bracket.
        const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        if (state === "Z" || state === "X") return [];
        const command = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ").trim();
        return [{ pid: Number(name), parent: Number(parent), command }];
      } catch {
        // It ended while we looked.
        return [];
      }
    });
}

function listedByPs(): ProcessSeen[] {
  const lines = execFileSync("ps", ["-axww", "-o", "pid=,ppid=,stat=,args="], { encoding: "utf8" }).split(
    "\n",
  );
  return lines.flatMap((line) => {
    const [, pid, parent, state, command] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    if (!pid || !parent || command === undefined || state?.startsWith("Z")) return [];
    return [{ pid: Number(pid), parent: Number(parent), command }];
  });
}

export function childrenOf(parent: number): ProcessSeen[] {
  return listProcesses().filter((seen) => seen.parent === parent);
}

export function isAlive(pid: number): boolean {
  return listProcesses().some((seen) => seen.pid === pid);
}

/** False when there is no such process any more. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    process.kill(pid, name);
    return true;
  } catch {
    return false;
  }
}
