import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { localUpstream, sendJson } from "../templates/local-upstream.js";
import { certificateFor } from "./certificate.js";
import { useGolden } from "./golden-server.js";

const notes = useGolden("answer-metadata");

const host = "files.example.com";
const certificate = certificateFor(host);
let requests: IncomingMessage[] = [];
let answer: (request: IncomingMessage, response: ServerResponse) => void = sendFile;

/** The files' server: by https, under a name that only the test resolves. */
const files = createServer(certificate, (request, response) => {
  requests.push(request);
  answer(request, response);
});
let origin = "";

beforeAll(async () => {
  await new Promise<void>((resolve) => {
    files.listen(0, "127.0.0.1", resolve);
  });
  origin = `https://${host}:${(files.address() as AddressInfo).port}`;
});
afterAll(() => {
  files.closeAllConnections();
  files.close();
});
beforeEach(() => {
  requests = [];
  answer = sendFile;
});

function sendFile(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { "content-type": "application/pdf" });
  response.end("the file");
}

interface Scenario {
  readonly location: string;
  readonly origins?: readonly string[];
  /** Null for what the name is on the internet. */
  readonly addresses?: readonly string[] | null;
  readonly operation?: string;
  readonly request?: object;
}

interface Ended {
  readonly error?: string;
  readonly files?: readonly string[];
  readonly resolved: readonly string[];
}

/** How the call ends where the API redirects there. */
async function follow({ location, origins, addresses, ...call }: Scenario): Promise<Ended> {
  await using api = await localUpstream((_request, response) =>
    sendJson(response, 302, {}, { location }),
  );
  const ca = join(notes.folder, "ca.pem");
  writeFileSync(ca, certificate.cert);
  const scenario = {
    folder: notes.folder,
    api: api.url,
    origins: origins ?? [origin],
    operation: "getNoteFile",
    request: { path: { id: "1" } },
    ...(addresses === null ? {} : { addresses: addresses ?? ["127.0.0.1"] }),
    ...call,
  };
  const driver = join(import.meta.dirname, "follow-driver.mjs");
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [driver, JSON.stringify(scenario)],
    { env: { ...process.env, NODE_EXTRA_CA_CERTS: ca } },
  );
  return JSON.parse(stdout);
}

describe("a redirect to an origin that the call names", () => {
  it("is followed, with neither credentials nor headers of the tool's", async () => {
    expect(await follow({ location: `${origin}/a?sig=x` })).toEqual({
      files: ["the file"],
      resolved: [host],
    });
    const [request] = requests;
    expect(request?.url).toBe("/a?sig=x");
    expect(Object.keys(request?.headers ?? {}).sort()).toEqual([
      "accept",
      "accept-encoding",
      "connection",
      "host",
      "user-agent",
    ]);
  });

  it("leads three hops far at most", async () => {
    const hops = (count: number) => (request: IncomingMessage, response: ServerResponse) => {
      const at = Number(request.url?.slice(1));
      return at < count ? redirect(response, `${origin}/${at + 1}`) : sendFile(request, response);
    };
    answer = hops(3);
    expect(await follow({ location: `${origin}/1` })).toMatchObject({ files: ["the file"] });
    answer = hops(4);
    expect(await follow({ location: `${origin}/1` })).toMatchObject({
      error: "upstream_contract_broken",
    });
    expect(requests).toHaveLength(6);
  });

  it("does not lead on to any other", async () => {
    answer = (_request, response) => redirect(response, "https://elsewhere.example/x");
    const ended = await follow({ location: `${origin}/1` });
    expect(ended).toEqual({ error: "upstream_contract_broken", resolved: [host] });
  });

  it("does not lead back to the API, which would be asked without credentials", async () => {
    answer = (_request, response) => redirect(response, "http://127.0.0.1/notes");
    expect(await follow({ location: `${origin}/1` })).toMatchObject({
      error: "upstream_contract_broken",
    });
  });
});

describe("a redirect is refused", () => {
  const refused = { error: "upstream_contract_broken" };

  it.each<[string, (origin: string) => Scenario]>([
    ["to an origin that is not named", (to) => ({ location: `${to}/a`, origins: [] })],
    [
      "to a name below one that is named",
      () => ({ location: "https://files.example.com.evil.example/" }),
    ],
    ["to another port", (to) => ({ location: `${to}0/a` })],
    ["by plain http", (to) => ({ location: to.replace("https:", "http:") })],
    ["with a user in its URL", (to) => ({ location: to.replace("//", "//u:p@") })],
    ["that takes a secret along", (to) => ({ location: `${to}/?team=t3am-secret` })],
    ["to a name of a private address", (to) => ({ location: to, addresses: ["10.0.0.1"] })],
    [
      "to a name that has a private address too",
      (to) => ({ location: to, addresses: ["127.0.0.1", "169.254.169.254"] }),
    ],
    ["to a name without an address", (to) => ({ location: to, addresses: [] })],
  ])("%s", async (_what, scenario) => {
    expect(await follow(scenario(origin))).toMatchObject(refused);
    expect(requests).toEqual([]);
  });

  it("to an address of this machine, on the internet as it is", async () => {
    const local = origin.replace(host, "127.0.0.1");
    const named = origin.replace(host, "localhost");
    for (const to of [local, named]) {
      const ended = await follow({ location: to, origins: [to], addresses: null });
      expect(ended).toMatchObject(refused);
    }
    expect(requests).toEqual([]);
  });

  it("of anything but a GET", async () => {
    const ended = await follow({
      location: `${origin}/a`,
      operation: "putNote",
      request: { path: { id: "1" }, body: { text: "x" } },
    });
    expect(ended).toEqual({ error: "outcome_unknown", resolved: [] });
  });
});

it("a server that cannot prove its name is not read from", async () => {
  const other = origin.replace(host, "other.example.com");
  const ended = await follow({ location: other, origins: [other] });
  expect(ended).toMatchObject({ error: "upstream_unavailable" });
  expect(requests).toEqual([]);
});

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { location });
  response.end();
}
