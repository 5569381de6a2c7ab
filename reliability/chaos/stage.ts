import { join } from "node:path";
import type { FaultOptions } from "../../simulator/index.ts";
import { randomFrom } from "../../simulator/random.ts";
import type { Scene } from "./disturb.ts";
import { freePort, Gate } from "./gate.ts";
import { Installation } from "./installation.ts";
import { Load } from "./load.ts";
import { Retell } from "./retell.ts";
import type { Habit } from "./viewer.ts";

const SPEED = 20;
const HISTORY = 25;
const RETELL_KEY = "key_of_the_chaos_run";
const ADMIN = { email: "admin@example.com", password: "correct horse battery staple" };
const habits: readonly Habit[] = ["reset", "resume", "reset", "resume"];
/** What Retell does wrong all the while, besides what is done to it. */
const faults: FaultOptions = {
  drop: 0.03,
  double: 0.1,
  delay: { probability: 0.05, ms: 40_000 },
  reverse: 0.1,
  wrongKey: 0.02,
  staleStamp: 0.02,
  reorderedKeys: 0.1,
  omitMetadata: { probability: 0.2, events: ["call_started"] },
  registeredInEnded: 0.1,
  unknownEvent: 0.05,
  timeoutAfterAccepting: 0.01,
  resetAfterAccepting: 0.03,
  errorAfterAccepting: 0.03,
  rateLimit: 0.02,
  serverError: 0.02,
  latency: { probability: 0.1, ms: 4_000 },
};
/** These leave nothing at Retell, and the console looks for ten minutes before it says so. */
const faultsThatPlaceNothing: FaultOptions = { resetBeforeAccepting: 0.02, errorBeforeAccepting: 0.02 };

interface StageOptions {
  root: string;
  seed: string;
  /** Whether there is time for requests that Retell never answers and never heard. */
  isPatient: boolean;
  /** For everything that is written, and gone afterwards. */
  folder: string;
}

/** Everything that runs: Retell, the lines, the console, and who uses it. */
export class Stage {
  readonly scene: Scene;
  readonly load: Load;

  private constructor(scene: Scene, load: Load) {
    this.scene = scene;
    this.load = load;
  }

  static async set({ root, seed, isPatient, folder }: StageOptions): Promise<Stage> {
    const [port, retellPort] = [await freePort(), await freePort()];
    const gates = {
      "to Retell": await Gate.to(retellPort),
      "from Retell": await Gate.to(port),
      "to the console": await Gate.to(port),
    };
    const retell = new Retell({
      root,
      folder,
      port: retellPort,
      apiKey: RETELL_KEY,
      seed,
      speed: SPEED,
      history: HISTORY,
      webhookUrl: `${gates["from Retell"].url}/api/webhooks/retell`,
      faults: isPatient ? { ...faults, ...faultsThatPlaceNothing } : faults,
    });
    const installation = new Installation({
      root,
      dataDir: join(folder, "data"),
      port,
      retellUrl: gates["to Retell"].url,
      retellKey: RETELL_KEY,
      admin: ADMIN,
    });
    const scene = { installation, retell, gates, random: randomFrom(seed, "victims") };
    try {
      await retell.start();
      await installation.start();
      const load = await Load.begin({
        consoleUrl: installation.url,
        lineUrl: gates["to the console"].url,
        admin: ADMIN,
        retell,
        retellKey: RETELL_KEY,
        seed,
        habits,
      });
      return new Stage(scene, load);
    } catch (error) {
      await clearScene(scene);
      throw error;
    }
  }

  async clear(): Promise<void> {
    await this.load.end();
    await clearScene(this.scene);
  }
}

async function clearScene({ installation, retell, gates }: Scene): Promise<void> {
  await installation.stop();
  await retell.stop();
  for (const gate of Object.values(gates)) await gate.close();
}
