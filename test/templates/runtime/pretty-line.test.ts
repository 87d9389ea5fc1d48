import { expect, it } from "vitest";
import { forPeople } from "../../../templates/server/src/runtime/pretty-line.js";

it("shows a line of the log to a person, on one line", () => {
  const line = JSON.stringify({
    level: "info",
    time: "2026-11-22T18:02:56.123Z",
    tool: "search_invoices",
    outcome: "ok",
    ms: 12,
    arguments: { q: "a\n\u001b[2Jb" },
    msg: "call closed",
  });
  expect(forPeople(line)).toBe(
    '18:02:56 info  call closed  tool=search_invoices outcome=ok ms=12 arguments={"q":"a\\n\\u001b[2Jb"}\n',
  );
});
