// A terminal that closes takes its pipe away; stopping in order matters more than the last lines.
process.stdout.on("error", () => {});
process.stderr.on("error", () => {});

/** Prints a line for the person who started us. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Prints a line that reports a failure. */
export function complain(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** One line a step, each with the seconds since the program began. */
export function sayStep(line: string): void {
  const seconds = (performance.now() / 1000).toFixed(1);
  say(`${seconds.padStart(5)} s  ${line}`);
}
