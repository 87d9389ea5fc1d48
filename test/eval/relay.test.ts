import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { networkInterfaces } from "node:os";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pastServer } from "../../src/eval/run/past-server.js";
import { type NotedRequest, type Relay, relayTo } from "../../src/eval/run/relay.js";
import type { RequestRecord } from "../../src/eval/run.js";
import type { Surface } from "../../src/eval/surface.js";

/** One that listens at `host`. */
async function apiAt(host: string): Promise<Server> {
  const api = createServer((incoming, outgoing) => {
    if (incoming.url === "/v2/broken") {
      incoming.socket.destroy();
      return;
    }
    const [, to] = /[?&]to=([^&]*)/.exec(incoming.url ?? "") ?? [];
    if (to !== undefined) {
      const own = `http://${host}:${(api.address() as AddressInfo).port}`;
      outgoing.writeHead(302, { location: decodeURIComponent(to).replace("OWN", own) }).end();
      return;
    }
    outgoing.writeHead(201, "Made", { "x-asked": incoming.url, "set-cookie": ["a=1", "b=2"] });
    incoming.pipe(outgoing);
  });
  await new Promise<void>((resolve) => {
    api.listen(0, host, resolve);
  });
  return api;
}

async function openedTo(host: string, { port }: AddressInfo): Promise<Relay> {
  const opened = await relayTo(`http://${host}:${port}/v2`);
  if (opened === null) {
    throw new Error("no relay");
  }
  return opened;
}

let api: Server;
let relay: Relay;
beforeAll(async () => {
  api = await apiAt("127.0.0.1");
  relay = await openedTo("127.0.0.1", api.address() as AddressInfo);
});
afterAll(async () => {
  await relay.close();
  api.close();
});

describe("a relay", () => {
  it("passes everything on as it is, and notes it", async () => {
    const body = "é".repeat(200_000);
    const answer = await fetch(`${relay.url}/things/1?a=%20b`, { method: "POST", body });
    expect(answer).toMatchObject({ status: 201, statusText: "Made" });
    expect(answer.headers.get("x-asked")).toBe("/v2/things/1?a=%20b");
    expect(answer.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(await answer.text()).toBe(body);
    expect(relay.requests()).toEqual([
      { method: "POST", path: "/things/1", status: 201, isForm: false },
    ]);
  });

  it.each([
    ["OWN/v2/things/1", "DOOR/things/1"],
    ["/v2/things/1", "DOOR/things/1"],
    ["OWN/v1/things", "OWN/v1/things"],
    ["https://elsewhere.example.com/v2/", "https://elsewhere.example.com/v2/"],
  ])("leads to %s as to %s", async (to, seen) => {
    const url = `${relay.url}/moved?to=${encodeURIComponent(to)}`;
    const { headers } = await fetch(url, { redirect: "manual" });
    const own = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
    expect(headers.get("location")).toBe(seen.replace("DOOR", relay.url).replace("OWN", own));
  });

  it("takes a read that follows a redirect for a part of what it follows, and never a change", async () => {
    const { port } = api.address() as AddressInfo;
    const own = await openedTo("127.0.0.1", { address: "", family: "", port });
    const moved = `${own.url}/moved/1?to=${encodeURIComponent("OWN/v2/things/1")}`;
    expect((await fetch(moved)).status).toBe(201);
    await fetch(moved, { redirect: "manual" });
    await fetch(`${own.url}/things/1`, { method: "DELETE" });
    expect(own.requests()).toEqual([
      { method: "GET", path: "/moved/1", status: 201, isForm: false },
      { method: "GET", path: "/moved/1", status: 302, isForm: false },
      { method: "DELETE", path: "/things/1", status: 201, isForm: false },
    ]);
    await own.close();
  });

  it("breaks off where the upstream does, and notes that too", async () => {
    await expect(fetch(`${relay.url}/broken`)).rejects.toThrow();
    expect(relay.requests().at(-1)).toMatchObject({ path: "/broken", status: 0 });
  });
});

describe("an upstream", () => {
  const loopback = networkInterfaces().lo?.some(({ address }) => address === "::1") === true;
  it.skipIf(!loopback)("may have an address of IPv6", async () => {
    const sixth = await apiAt("::1");
    const opened = await openedTo("[::1]", sixth.address() as AddressInfo);
    expect((await fetch(`${opened.url}/things`)).status).toBe(201);
    await opened.close();
    sixth.close();
  });

  it.each(["https://localhost:8443", "127.0.0.1:80"])("that is at %s is let be", async (url) => {
    expect(await relayTo(url)).toBe(null);
  });
});

describe("what has gone past the server", () => {
  const surface: Surface = {
    name: "s",
    version: "1",
    tools: [],
    operations: [
      { key: "remind", method: "POST", path: "/things/{id}/reminders", effect: "write" },
      { key: "look", method: "GET", path: "/things/{id}", effect: "read" },
    ],
    known: new Set([
      "remind",
      "purge",
      "POST /things/{id}/reminders",
      "POST /things/all/reminders",
    ]),
  };
  const noted = (path: string, more: Partial<NotedRequest> = {}): NotedRequest => ({
    method: "POST",
    path,
    status: 201,
    isForm: false,
    ...more,
  });
  const logged = (status: number): RequestRecord => ({
    operation: "remind",
    method: "POST",
    path: "/things/{id}/reminders",
    status,
    effect: "write",
    ms: 1,
  });
  const past = (requests: readonly NotedRequest[], log: readonly RequestRecord[] = []) =>
    pastServer(requests, log, surface).map(
      ({ effect, operation, path }) => `${effect} ${operation ?? path}`,
    );

  it("is what its log does not tell of", () => {
    const one = noted("/things/1/reminders");
    expect(past([one], [logged(201)])).toEqual([]);
    expect(past([one, one], [logged(201)])).toEqual(["write remind"]);
    expect(past([one, noted("/things/2/reminders", { status: 409 })], [logged(409)])).toEqual([
      "write remind",
    ]);
  });

  it("is not what the server has sent and had no answer to", () => {
    expect(past([noted("/things/1/reminders")], [logged(0)])).toEqual([]);
    expect(past([], [logged(0)])).toEqual([]);
  });

  it("is known by the nearest of the API's paths, wherever that begins", () => {
    expect(past([noted("/base/v2/things/a%2Fb/reminders")], [logged(201)])).toEqual([]);
    expect(past([noted("/things/all/reminders")], [logged(201)])).toEqual([
      "destructive /things/all/reminders",
    ]);
    expect(past([noted("/admin/purge", { method: "DELETE" })])).toEqual([
      "destructive /admin/purge",
    ]);
  });

  it.each([
    ["/things/{id}:cancel", "/things/1:cancel"],
    ["/r\u00e9ports of/{year}", "/r%C3%A9ports%20of/2026"],
    ["/rpc#Remind", "/rpc"],
    ["/rpc?Action=Remind", "/rpc"],
  ])("is not what is sent to %s", (path, sent) => {
    const remind = { key: "remind", method: "POST", path, effect: "write" } as const;
    const known = { ...surface, operations: [remind] };
    expect(pastServer([noted(sent)], [{ ...logged(201), path }], known)).toEqual([]);
  });

  it("is no request for a token, and none that looks at what the API does not describe", () => {
    expect(past([noted("/oauth/token", { isForm: true })])).toEqual([]);
    expect(past([noted("/health", { method: "GET" })])).toEqual([]);
    expect(past([noted("/things/1", { method: "GET" })])).toEqual(["read look"]);
  });
});
