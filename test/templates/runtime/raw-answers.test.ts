import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import { Http, NoAnswer } from "../../../templates/server/src/runtime/http.js";
import { type Api, testServer, tool } from "./test-server.js";

/** What is written for each request that comes, whichever connection it comes by. */
type Answer = (socket: Socket, count: number) => void;

/** A server that writes bytes as it likes; the connections that were opened to it. */
async function rawUpstream(answer: Answer): Promise<{ url: string; sockets: Socket[] }> {
  const sockets: Socket[] = [];
  let count = 0;
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => undefined);
    socket.on("data", () => {
      count += 1;
      answer(socket, count);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of sockets) {
      socket.destroy();
    }
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, sockets };
}

/** Lines of a head, and the bytes behind it. */
function message(head: readonly string[], body: string | Buffer = ""): Buffer {
  return Buffer.concat([Buffer.from(`${head.join("\r\n")}\r\n\r\n`, "latin1"), Buffer.from(body)]);
}

const ok = "HTTP/1.1 200 OK";

/** Milliseconds for an answer that ends, and for one that does not, whose head comes long before. */
const never = 60_000;
const enough = 1_000;

/** What comes of a request: `200 {}`, or why nothing does. */
async function resultOf(
  http: Http,
  url: string,
  method: string,
  timeoutMs = never,
): Promise<string> {
  const signal = method === "POST" ? null : new AbortController().signal;
  const request = { method, url: new URL(url), headers: {}, body: null, timeoutMs, signal };
  try {
    const { status, bytes } = await http.request(request);
    return `${status} ${bytes.toString()}`;
  } catch (error) {
    if (!(error instanceof NoAnswer)) {
      throw error;
    }
    return error.status === null ? error.reason : `${error.reason} of ${error.status}`;
  }
}

async function exchanged(
  answer: Answer,
  method = "GET",
  timeoutMs = never,
): Promise<readonly string[]> {
  const { url } = await rawUpstream(answer);
  const http = new Http(1_000);
  onTestFinished(() => http.close());
  const first = await resultOf(http, url, method, timeoutMs);
  return [first, await resultOf(http, url, method, timeoutMs)];
}

const always =
  (head: readonly string[], body: string | Buffer = ""): Answer =>
  (socket) =>
    socket.write(message(head, body));

const ending =
  (head: readonly string[], body = ""): Answer =>
  (socket) =>
    socket.end(message(head, body));

const encoded = "Content-Encoding: gzip";
const long = "Content-Length: 5000000";
const zipped = gzipSync("{}");

describe("an answer without a body", () => {
  it.each<[string, string, Answer]>([
    ["200 ", "HEAD", always([ok, encoded, long])],
    ["204 ", "GET", always(["HTTP/1.1 204 No Content", encoded])],
    ["304 ", "GET", always(["HTTP/1.1 304 Not Modified", encoded, long])],
    ["200 ", "GET", always([ok, encoded, "Content-Length: 0"])],
    ["200 ", "GET", always([ok, encoded, "Transfer-Encoding: chunked"], "0\r\n\r\n")],
  ])("is %sto %s, whatever its headers say of one", async (want, method, answer) => {
    expect(await exchanged(answer, method)).toEqual([want, want]);
  });

  it.each(["GET", "POST"])(
    "is one though the server sends a body behind it: %s",
    async (method) => {
      const answer = always(["HTTP/1.1 204 No Content", "Content-Length: 5"], "hello");
      expect(await exchanged(answer, method)).toEqual(["204 ", "204 "]);
    },
  );
});

describe("an answer", () => {
  it.each<[string, string, Answer]>([
    [
      "behind others that only inform",
      "200 {}",
      (socket) => {
        socket.write(message(["HTTP/1.1 100 Continue"]));
        socket.write(message(["HTTP/1.1 103 Early Hints", "Link: </x>"]));
        socket.write(message([ok, "Content-Length: 2"], "{}"));
      },
    ],
    ["with more behind it than it says", "200 {}", always([ok, "Content-Length: 2"], "{}junk")],
    [
      "with 20 kB of headers",
      "200 {}",
      always([ok, `X: ${"x".repeat(20_000)}`, "Content-Length: 2"], "{}"),
    ],
    [
      "in a coding that is none",
      "200 {}",
      always([ok, "Content-Encoding: utf-8", "Content-Length: 2"], "{}"),
    ],
    [
      "in a coding and one that is none",
      "200 {}",
      always(
        [ok, "Content-Encoding: aws-chunked, gzip", `Content-Length: ${zipped.length}`],
        zipped,
      ),
    ],
    [
      "in two codings",
      "encoding of 200",
      always([ok, "Content-Encoding: gzip, gzip", "Content-Length: 2"], "{}"),
    ],
    ["that is shorter than it says", "network of 200", ending([ok, "Content-Length: 9"], "{}")],
    [
      "whose last chunk is missing",
      "network of 200",
      ending([ok, "Transfer-Encoding: chunked"], "2\r\n{}\r\n"),
    ],
    [
      "that is not in the coding that it names",
      "network of 200",
      always([ok, encoded, "Content-Length: 2"], "{}"),
    ],
    ["of two lengths", "network", always([ok, "Content-Length: 2", "Content-Length: 3"], "{}")],
    [
      "that changes the protocol",
      "network",
      always(["HTTP/1.1 101 Switching Protocols", "Connection: upgrade", "Upgrade: x"]),
    ],
    ["that is none", "network", ending(["hello"])],
  ])("%s is %s", async (_what, want, answer) => {
    expect(await exchanged(answer)).toEqual([want, want]);
  });

  it.each<[string, Answer, number?]>([
    ["is too long", always(["HTTP/1.1 404 Not Found", long])],
    ["breaks off", ending(["HTTP/1.1 404 Not Found", "Content-Length: 9"], "{}")],
    ["cannot be decoded", always(["HTTP/1.1 404 Not Found", encoded, "Content-Length: 2"], "{}")],
    ["does not end in time", always(["HTTP/1.1 404 Not Found", "Content-Length: 9"], "{}"), enough],
  ])("that says no does so though its body %s", async (_what, answer, timeoutMs) => {
    const made = ["GET", "POST"].map((method) => exchanged(answer, method, timeoutMs));
    expect(await Promise.all(made)).toEqual(made.map(() => ["404 ", "404 "]));
  });

  it("that drips is given up in time", async () => {
    const dripping: Answer = (socket) => {
      socket.write(message([ok, "Content-Length: 100"]));
      const timer = setInterval(
        () => (socket.destroyed ? clearInterval(timer) : socket.write(" ")),
        20,
      );
    };
    expect(await exchanged(dripping, "GET", enough)).toEqual(["timeout of 200", "timeout of 200"]);
  });
});

describe("a connection that is kept", () => {
  const fine = always([ok, "Content-Length: 2"], "{}");

  it("carries the next read, and no change", async () => {
    const { url, sockets } = await rawUpstream(fine);
    const http = new Http(1_000);
    onTestFinished(() => http.close());
    for (const method of ["GET", "GET", "POST", "POST"]) {
      expect(await resultOf(http, url, method)).toBe("200 {}");
    }
    const [reading, changing, ...others] = sockets;
    if (reading === undefined || changing === undefined) {
      throw new Error("There are fewer than two connections.");
    }
    expect(others).toEqual([]);
    // Idle, it is ended before the upstream could end it under the next change.
    await once(changing, "end");
    expect(reading.readableEnded).toBe(false);
  });
});

describe("a change", () => {
  const change = (api: Api) => api.makeThing({ body: {} });
  const failureOf = async (answer: Answer, timeoutMs = never) => {
    const { url } = await rawUpstream(answer);
    return await testServer(url, tool(change), { timeoutMs, deadlineMs: never }).call();
  };

  it.each<[string, Answer, number?]>([
    ["breaks off", ending(["HTTP/1.1 201 Created", "Content-Length: 9"], "{}")],
    ["is too long", always(["HTTP/1.1 201 Created", "Content-Length: 50000000"], "{}")],
    ["cannot be decoded", always(["HTTP/1.1 201 Created", encoded, "Content-Length: 2"], "{}")],
    ["does not end in time", always(["HTTP/1.1 201 Created", "Content-Length: 9"], "{}"), enough],
  ])("was made where the answer to it %s", async (_what, answer, timeoutMs) => {
    expect(await failureOf(answer, timeoutMs)).toMatchObject({
      failure: {
        error: "upstream_contract_broken",
        reason: expect.stringMatching(/^The change was made/),
        retry: false,
      },
    });
  });

  it("may have been made where no answer comes", async () => {
    const want = { failure: { error: "outcome_unknown", retry: false } };
    expect(await failureOf((socket) => socket.destroy())).toMatchObject(want);
    expect(await failureOf((socket) => socket.resetAndDestroy())).toMatchObject(want);
  });

  it("was not made where the API refuses it in a way that cannot be read", async () => {
    const refused = always(["HTTP/1.1 409 Conflict", encoded, "Content-Length: 2"], "{}");
    expect(await failureOf(refused)).toMatchObject({ failure: { error: "conflict" } });
  });
});
