import { DIAL_CHANNEL } from "#domain/calls";
import { superuser } from "./sql.ts";

/** Hears, on a connection of its own, which calls those who dial are told of. */
export async function hearDiallers(): Promise<{ takeAll(): Promise<string[]> }> {
  const client = await superuser();
  let heard: string[] = [];
  client.on("notification", ({ payload = "" }) => heard.push(payload));
  await client.query(`listen ${DIAL_CHANNEL}`);
  return {
    async takeAll() {
      // What was told before this was asked comes with its answer.
      await client.query("select 1");
      const taken = heard;
      heard = [];
      return taken;
    },
  };
}
