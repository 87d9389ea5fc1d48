import { describe, expect, it } from "vitest";
import { localUpstream, sendJson } from "../templates/local-upstream.js";
import { useGolden } from "./golden-server.js";

const contacts = useGolden("optional-and-null");

const ada = {
  id: "9007199254740993",
  name: "Ada",
  nickname: "A",
  age: 36,
  phones: ["1", null],
  groups: ["x", "y"],
  address: { city: "London" },
};

/** The API: a contact to read, and every change taken. */
function api(contact: unknown) {
  return localUpstream(({ method }, response) => {
    if (method === "GET" && contact !== null) {
      sendJson(response, 200, contact);
    } else {
      response.writeHead(204).end();
    }
  });
}

describe("what is missing from an answer", () => {
  it("is null or an empty list in a result, and empty in text", async () => {
    await using upstream = await api({ id: 1, name: "Ada", phones: [] });
    await using server = contacts.start(upstream.url);
    expect(await server.result("show_contact", { id: 1 })).toEqual({
      name: "Ada",
      nickname: null,
      called: "Ada",
      grown_up: false,
      city: null,
      groups: [],
      phones: [],
      line: "Ada (), ",
    });
  });

  it("is all of it, where the API has nothing to say", async () => {
    await using upstream = await api(null);
    await using server = contacts.start(upstream.url);
    expect(await server.result("show_contact", { id: 1 })).toMatchObject({
      name: null,
      phones: [],
      line: " (), ",
    });
    expect(await server.failure("update_contact", { id: 1 })).toEqual({ error: "gone" });
  });

  it("is there otherwise", async () => {
    await using upstream = await api(ada);
    await using server = contacts.start(upstream.url);
    expect(await server.result("show_contact", { id: "9007199254740993" })).toMatchObject({
      called: "A",
      grown_up: true,
      city: "London",
      phones: ["1", null],
      line: "Ada (A), x, y",
    });
  });
});

describe("what is missing from the arguments", () => {
  it.each([
    [{ nickname: null }, { nickname: null, note: "Was A." }],
    [{}, { note: "Was A." }],
    [
      { age: 40, groups: [] },
      { age: 40, groups: [], note: "Was A." },
    ],
  ])("is not sent: %j", async (given, sent) => {
    await using upstream = await api(ada);
    await using server = contacts.start(upstream.url);
    expect(await server.result("update_contact", { id: 5, ...given })).toEqual({ done: true });
    const { method, target, body } = upstream.received[1] ?? {};
    expect({ method, target, body: JSON.parse(String(body)) }).toEqual({
      method: "PATCH",
      target: "/contacts/5",
      body: sent,
    });
  });
});
