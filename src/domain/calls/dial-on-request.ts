import { listen } from "#database";
import { log } from "#log";
import { dialCall } from "./dial-call.ts";
import { DIAL_CHANNEL } from "./dial-notice.ts";

/** So many calls does one process bring to the gate at the same time; those told of meanwhile come after. */
const AT_ONCE = 8;

/**
 * Brings each call to the gate at the moment it is asked for, until stopped; stopping waits for those that are under
 * way. Every worker hears of every call, and the gate gives it to one. What nobody hears of waits in the queue as
 * all others do, for dialWaiting.
 */
export function dialOnRequest(listenTo: typeof listen = listen): { stop(): Promise<void> } {
  const told: string[] = [];
  const underWay = new Set<Promise<void>>();
  let isStopped = false;
  const goOn = () => {
    const callId = isStopped || underWay.size >= AT_ONCE ? undefined : told.shift();
    if (callId === undefined) return;
    const done = dialCall(callId)
      .catch((error: unknown) => log.error({ callId, error: String(error) }, "Dialling a new call failed"))
      .then(() => {
        underWay.delete(done);
        goOn();
      });
    underWay.add(done);
  };
  const listening = listenTo([DIAL_CHANNEL], {
    notice(_channel, callId) {
      told.push(callId);
      goOn();
    },
    connected: () => undefined,
  });
  return {
    async stop() {
      isStopped = true;
      await listening.stop();
      await Promise.all(underWay);
    },
  };
}
