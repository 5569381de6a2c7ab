import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Figure, type FigureOptions, type Row, ratioAtMost } from "../bench/figure.ts";
import { startInstallation } from "../bench/installation.ts";
import { startOwnPostgres } from "../bench/own-postgres.ts";
import { makePlainDatabase } from "../bench/plain-database.ts";
import { inTurns } from "../bench/rounds.ts";
import { ascending, percentile } from "../load/percentiles.ts";
import { startProgram } from "../programs.ts";
import { type Receiver, startReceiver } from "./receiver.ts";

const CLICKS = 100;
/** A person does not click faster, and each click finds everything at rest. */
const BETWEEN_CLICKS_MS = 100;
const AGENT = "oBeDLoLOeuAbiuaMFXRtDOLriTJ5tSxD";
const FROM = "+14157774444";

export const sendFigures: readonly Figure[] = [{ name: "send", measure }];

/** From the click, which is a POST, to the arrival of the request for the call at the pretend Retell. */
async function measure({ checkout, rounds, scale }: FigureOptions): Promise<Row[]> {
  const stops: (() => Promise<unknown>)[] = [];
  try {
    const postgres = await startOwnPostgres();
    stops.push(() => postgres.stop());
    const receiver = await startReceiver();
    stops.push(() => receiver.stop());
    const installation = await startInstallation(checkout, postgres, { RETELL_BASE_URL: receiver.url });
    stops.push(() => installation.stop());
    receiver.simulator.setWebhookUrl(`http://127.0.0.1:${installation.web.port}/api/webhooks/retell`);
    const worker = await startProgram({
      args: () => [join(checkout, "src/worker/main.ts")],
      cwd: checkout,
      environment: () => installation.environment,
      readyBy: "message",
    });
    stops.push(() => worker.stop());
    const plain = { DATABASE_URL: await makePlainDatabase(postgres), RETELL_BASE_URL: receiver.url };
    const [desk, dialler] = await Promise.all(
      ["desk", "dialler"].map((name) =>
        startProgram({
          args: () => [join(checkout, `benchmarks/plain-node/${name}.ts`)],
          cwd: checkout,
          environment: (port) => ({ ...plain, PORT: String(port) }),
          readyBy: "message",
        }),
      ),
    );
    stops.push(async () => Promise.all([desk?.stop(), dialler?.stop()]));
    const clicks = Math.max(10, Math.ceil(CLICKS * scale));
    const cookie = await installation.signIn();
    const numbers = fictionalNumbers();
    const sides = {
      ours: () =>
        click(receiver, {
          url: `http://127.0.0.1:${installation.web.port}/api/calls`,
          cookie,
          clicks,
          numbers,
        }),
      plain: () => click(receiver, { url: `http://127.0.0.1:${desk?.port}/`, cookie: "", clicks, numbers }),
    };
    await sides.ours();
    await sides.plain();
    return rowsOf(await inTurns(sides, rounds));
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

interface Clicked extends Record<string, number> {
  p50: number;
  p99: number;
}

function rowsOf({ ours, plain }: { ours: Clicked; plain: Clicked }): Row[] {
  return (["p50", "p99"] as const).map((part) => ({
    ...{ figure: "send", what: `click → create-phone-call, ${part}`, unit: "ms", ours: ours[part] },
    ...{ baseline: { name: "LISTEN/NOTIFY hand-off", value: plain[part] }, target: ratioAtMost(2) },
  }));
}

interface Clicking {
  url: string;
  cookie: string;
  clicks: number;
  numbers: Iterator<string>;
}

async function click(receiver: Receiver, { url, cookie, clicks, numbers }: Clicking): Promise<Clicked> {
  const times: number[] = [];
  for (let count = 0; count < clicks; count += 1) {
    const phoneNumber = String(numbers.next().value);
    const arrival = receiver.arrivalOf(phoneNumber);
    const at = performance.now();
    const answer = fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", cookie },
      body: JSON.stringify({
        ...{ phoneNumber, agentId: AGENT, fromNumber: FROM, requestKey: crypto.randomUUID() },
        variables: { customer_name: "John Doe" },
      }),
    });
    const [arrived, { ok, status }] = await Promise.all([arrival, answer]);
    if (!ok) throw new Error(`${url} answered ${status}.`);
    times.push(arrived - at);
    await sleep(BETWEEN_CLICKS_MS);
  }
  const sorted = ascending(times);
  return { p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99) };
}

/** No two alike. */
function* fictionalNumbers(): Generator<string> {
  for (let place = 0; ; place += 1)
    yield `+1${213 + Math.floor(place / 100)}55501${String(place % 100).padStart(2, "0")}`;
}
