import { runConsole } from "./_start/run.ts";

await runConsole("development");
