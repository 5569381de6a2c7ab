import { expect, test } from "vitest";
import { rank } from "../../src/app/dashboard/_palette/rank.ts";

const names = (text: string) =>
  rank(
    [
      { name: "Theme: dark", words: "colours appearance" },
      { name: "Go to the audit log" },
      { name: "Log out", words: "sign out leave" },
      { name: "Catalogue of agents" },
    ],
    text,
  ).map(({ name }) => name);

test("without a text everything stands as it stood", () => {
  expect(names(" ")).toEqual(["Theme: dark", "Go to the audit log", "Log out", "Catalogue of agents"]);
});

test("a beginning comes before a word within, and that before a part of a word", () => {
  expect(names("log")).toEqual(["Log out", "Go to the audit log", "Catalogue of agents"]);
});

test("every word must be found, in any order and case, in the name or beside it", () => {
  expect(names("DARK theme")).toEqual(["Theme: dark"]);
  expect(names("colours")).toEqual(["Theme: dark"]);
  expect(names("log dark")).toEqual([]);
});
