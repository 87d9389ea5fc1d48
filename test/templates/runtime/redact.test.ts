import { expect, it } from "vitest";
import { redact } from "../../../templates/server/src/runtime/redact.js";
import { testServer, tool } from "./test-server.js";

const isSecret = (name: string): boolean => name === "email";
const hidden = { email: "[redacted]", id: 1 };
const who = { email: "secret@example.com", id: 1 };

it.each([
  ["an object", who, hidden],
  ["an object as text", JSON.stringify(who), hidden],
  ["a list as text", ` ${JSON.stringify([who])}`, [hidden]],
  ["text within text", JSON.stringify({ who: JSON.stringify(who) }), { who: hidden }],
  ["text too long to decode", JSON.stringify({ ...who, pad: "x".repeat(70_000) }), "[long]"],
  ["other text", "[no JSON", "[no JSON"],
  ["a number as text", "12", "12"],
])("redact hides secret names in %s", (_name, given, want) => {
  expect(redact({ given }, isSecret)).toEqual({ given: want });
});

it("a call's arguments are logged without secrets, however they are written", async () => {
  const server = testServer(
    "http://127.0.0.1:1",
    tool(async () => ({}), { secret: ["pin"] }),
  );
  await server.call({ who: JSON.stringify(who), inner: JSON.stringify({ pin: "4711-0815" }) });
  const [opened] = await server.log();
  expect(opened).toMatchObject({ arguments: { who: hidden, inner: { pin: "[redacted]" } } });
  expect(server.logText()).not.toMatch(/secret@|4711/);
});
