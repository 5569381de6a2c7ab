import { expect, test } from "vitest";
import type { SavedView } from "#domain/views";
import {
  contentOf,
  differs,
  isPermalink,
  permalink,
  type ShownContent,
  viewAddress,
} from "../../src/app/dashboard/_views/view-address.ts";
import { writtenColumns } from "../../src/app/dashboard/calls/_columns/chosen-columns.ts";

const view: SavedView = {
  id: "00000000-0000-7000-8000-000000000001",
  name: "Failed today",
  isShared: false,
  isMine: true,
  mayChange: true,
  ownerName: "Ann",
  createdAt: "2026-11-24T12:00:00.000Z",
  updatedAt: "2026-11-24T12:00:00.000Z",
  query: 'status:failed started:today var.clinic:"North & South"',
  zone: "Europe/Berlin",
  columns: "status,number~180px,var.a%2Cb",
  sort: "-duration",
};
const plain: SavedView = { ...view, query: "", zone: null, columns: null, sort: "-started" };

const addressOf = (href: string) => new URL(href, "http://host").searchParams;

function shownAt(href: string): ShownContent {
  const address = addressOf(href);
  const [q, zone, cols, sort] = ["q", "zone", "cols", "sort"].map((name) => address.get(name));
  return { q: q ?? null, zone: zone ?? null, cols: cols ?? null, sort: sort ?? null };
}

test("what a view's address shows is the view, and a view kept of it is the same", () => {
  for (const one of [view, plain]) expect(differs(one, shownAt(viewAddress(one)))).toBe(false);
  expect(contentOf(shownAt(viewAddress(view)), { ownColumns: "cost" })).toEqual({
    query: view.query,
    zone: view.zone,
    columns: view.columns,
    sort: view.sort,
  });
});

test("a permalink leaves to the view what is shown; the address that it leads to does not, even of a view of nothing", () => {
  expect(isPermalink(addressOf(permalink(view)))).toBe(true);
  expect(isPermalink(addressOf(`${permalink(view)}&peek=1`))).toBe(true);
  expect(isPermalink(addressOf(viewAddress(view)))).toBe(false);
  expect(isPermalink(addressOf(viewAddress(plain)))).toBe(false);
  expect(isPermalink(addressOf("/dashboard/calls"))).toBe(false);
});

test.each([
  ["another search", view, { q: "status:failed" }],
  ["no search", view, { q: "" }],
  ["another zone", view, { zone: "America/New_York" }],
  ["another order", view, { sort: null }],
  ["another width", view, { cols: "status,number~200px,var.a%2Cb" }],
  ["another sequence", view, { cols: "number~180px,status,var.a%2Cb" }],
  ["columns that the reader has anyhow", view, { cols: null }],
  ["columns where the view left them to its reader", plain, { cols: "status,number" }],
])("%s is a change", (_what, of, change) => {
  expect(differs(of, { ...shownAt(viewAddress(of)), ...change })).toBe(true);
});

test.each([
  ["spaces around the search", view, { q: ` ${view.query} ` }],
  ["a zone that the page adds", { ...view, zone: null }, { zone: "Europe/Berlin" }],
  ["the order of everybody by name", plain, { sort: "-started" }],
  [
    "widths without their unit, and columns that are none",
    view,
    { cols: "status,number~180,var.a%2Cb,nonsense" },
  ],
])("%s are none", (_what, of, change) => {
  expect(differs(of, { ...shownAt(viewAddress(of)), ...change })).toBe(false);
});

test("a view keeps by name the columns that are shown, the person's own or everybody's where the address names none", () => {
  const nothing = { q: null, zone: "Europe/Berlin", cols: null, sort: null };
  expect(contentOf(nothing, { ownColumns: null })).toEqual({
    query: "",
    zone: null,
    columns: writtenColumns(null),
    sort: "-started",
  });
  expect(contentOf(nothing, { ownColumns: "number,cost~90px" }).columns).toBe("number,cost~90px");
});
