import { isDeepStrictEqual } from "node:util";
import type { Check } from "./evidence.ts";

export const viewers: Check = {
  name: "viewers",
  sentence: "Whatever was cut, everybody who watches ends with exactly what the database shows them.",
  look({ seen, shown }) {
    return seen.flatMap((viewer, index) => {
      const missing = shown.filter(({ id }) => !viewer.has(id)).map(({ id }) => `does not see ${id}`);
      const gone = [...viewer.keys()]
        .filter((id) => !shown.some((call) => call.id === id))
        .map((id) => `still sees ${id}, which is gone`);
      const old = shown
        .filter((call) => viewer.has(call.id) && !isDeepStrictEqual(viewer.get(call.id), call))
        .map((call) => `sees ${call.id} as ${viewer.get(call.id)?.status}; it is ${call.status}`);
      return [...missing, ...gone, ...old].map((what) => ({
        guarantee: 6,
        message: `Viewer ${index + 1} ${what}.`,
      }));
    });
  },
};
