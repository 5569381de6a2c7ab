// Loaded into the simulator ahead of its own code: when whoever started it is gone, even by kill -9, the
// pipe to its standard input ends, and so should it.
process.stdin.once("end", () => process.kill(process.pid, "SIGTERM"));
process.stdin.once("error", () => process.kill(process.pid, "SIGTERM"));
process.stdin.resume();
