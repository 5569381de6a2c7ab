import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { Turns } from "../../src/api/webhooks/turns.ts";

test("what is added is done once each, in order, so many a turn, also what comes meanwhile", async () => {
  const turns = new Turns(3);
  const done: number[] = [];
  for (let number = 0; number < 7; number += 1) turns.add(() => done.push(number));
  expect(done).toEqual([]);
  await nextTurn();
  expect(done).toEqual([0, 1, 2]);
  for (let number = 7; number < 10; number += 1) turns.add(() => done.push(number));
  await nextTurn();
  expect(done).toEqual([0, 1, 2, 3, 4, 5]);
  for (let turn = 0; turn < 3; turn += 1) await nextTurn();
  expect(done).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  turns.add(() => done.push(10));
  await nextTurn();
  expect(done.at(-1)).toBe(10);
});
