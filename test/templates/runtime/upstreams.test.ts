import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { type Answerer, localUpstream, sendJson } from "../local-upstream.js";
import { type Api, testServer, tool } from "./test-server.js";

const thing = { id: "1", count: 2, tags: ["a"], note: null };
const read = (api: Api) => api.getThing({ path: { id: "1" } });
const write = (api: Api) => api.makeThing({ body: { name: "x" } });

async function call(run: (api: Api) => Promise<object>, answer: Answerer, more = {}) {
  await using upstream = await localUpstream(answer);
  const server = testServer(`${upstream.url}/base/`, tool(run), more);
  const called = await server.call();
  return { called, received: [...upstream.received], log: await server.log() };
}

const send =
  (body: string | Buffer, headers = {}, status = 200): Answerer =>
  (_request, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(body);
  };

describe("an answer", () => {
  const body = JSON.stringify(thing);
  it.each([
    ["plain", send(body)],
    ["gzip", send(gzipSync(body), { "content-encoding": "gzip" })],
    ["deflate", send(deflateSync(body), { "content-encoding": "deflate" })],
    ["br", send(brotliCompressSync(body), { "content-encoding": "br" })],
    ["+json", send(body, { "content-type": "application/vnd.x+json; charset=utf-8" })],
    ["no type", send(body, { "content-type": "" })],
    ["a byte order mark", send(`\ufeff${body}`)],
    ["UTF-16", send(Buffer.from(`\ufeff${body}`, "utf16le"))],
  ])("in %s is read", async (_name, answer) => {
    expect((await call(read, answer)).called).toEqual({ structured: thing });
  });

  it.each([
    ["iso-8859-1", Buffer.from("Zoë", "latin1")],
    ["windows-1252", Buffer.from("Zoë", "utf8")],
    ["utf-8", Buffer.from("Zoë", "utf8")],
    ["UTF-16LE", Buffer.from("Zoë", "utf16le")],
    ["none-such", Buffer.from("Zoë", "utf8")],
  ])("in %s is text that can be read", async (charset, bytes) => {
    const type = { "content-type": `text/plain; charset="${charset}"` };
    const report = async (api: Api) => ({ report: await api.getReport() });
    const { called } = await call(report, send(bytes, type));
    expect(called).toEqual({ structured: { report: "Zoë" } });
  });

  it.each([
    ["HTML", send("<html>", { "content-type": "text/html" })],
    ["broken JSON", send("{")],
    ["an unknown coding", send(body, { "content-encoding": "zstd" })],
  ])("that is %s is not", async (_name, answer) => {
    const { called } = await call(read, answer);
    expect(called).toMatchObject({ failure: { error: "upstream_contract_broken" } });
  });

  it("that is too large, also once decoded, is broken off", async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, " "));
    const { called } = await call(read, send(bomb, { "content-encoding": "gzip" }), {
      timeoutMs: 5_000,
    });
    expect(called).toMatchObject({ failure: { error: "answer_too_large" } });
    const declared = await call(read, (_request, response) => {
      response.writeHead(200, { "content-length": String(1e9) });
      response.write("{");
    });
    expect(declared.called).toMatchObject({ failure: { error: "answer_too_large" } });
  });

  it("without content is null for an operation that has none", async () => {
    const { called } = await call(
      async (api) => ({ done: await api.deleteThing({ path: { id: "1" } }) }),
      send("", {}, 204),
    );
    expect(called).toEqual({ structured: { done: null } });
  });

  it("is text, or a file of the right type", async () => {
    const text = await call(
      async (api) => ({ text: await api.getReport() }),
      send(Buffer.from([0xe9]), { "content-type": "text/plain; charset=latin1" }),
    );
    expect(text.called).toEqual({ structured: { text: "é" } });
    const image = {
      "content-type": "image/png",
      "content-disposition": 'inline; filename="/etc/..x.png"',
    };
    const picture = await call(async (api) => ({ file: await api.getFile() }), send("png", image));
    expect(picture.called).toMatchObject({
      structured: { file: { name: "_etc_..x.png", media_type: "image/png", size_bytes: 3 } },
    });
    const page = await call(async (api) => ({ file: await api.getFile() }), send("{}"));
    expect(page.called).toMatchObject({ failure: { error: "upstream_contract_broken" } });
  });

  it.each([
    ['attachment; filename="a.png"', "a.png"],
    ["attachment; filename=a.png; size=3", "a.png"],
    ["attachment; filename=\"b.png\"; filename*=UTF-8''1%20%e2%82%ac.png", "1_.png"],
    ["attachment; filename*=utf-8'en'%2e%2e%2fa.png", "_a.png"],
    ["attachment; filename*=iso-8859-1''%e9.png; filename=e.png", "e.png"],
    ["attachment", "file"],
  ])("is a file of the name that it comes with: %s", async (disposition, name) => {
    const headers = { "content-type": "image/png", "content-disposition": disposition };
    const { called } = await call(
      async (api) => ({ file: await api.getFile() }),
      send("png", headers),
    );
    expect(called).toMatchObject({ structured: { file: { name } } });
  });
});

describe("an upstream that breaks its own description", () => {
  const broken = send(JSON.stringify({ id: 7, count: "many", tags: null }));
  const blank = { id: null, count: null, tags: [], note: null };

  it("gives nulls and empty lists, and a line in the log", async () => {
    const { called, log } = await call(read, broken);
    expect(called).toEqual({ structured: blank });
    expect(log).toContainEqual(
      expect.objectContaining({
        level: "warn",
        operation: "getThing",
        pointers: ["/id", "/count", "/tags"],
      }),
    );
  });

  it("ends the call where the value is needed", async () => {
    const needing = (need: string) => (api: Api) =>
      api.getThing({ path: { id: "1" } }, { needs: [need] });
    expect((await call(needing("count"), broken)).called).toMatchObject({
      failure: { error: "upstream_contract_broken", retry: false },
    });
    expect((await call(needing("note"), broken)).called).toEqual({ structured: blank });
  });

  it.each([
    ["nothing", ""],
    ["null", "null"],
    ["a list", "[]"],
    ["a text", '"x"'],
  ])("ends a read that is answered by %s instead of an object", async (_what, body) => {
    const { called, log } = await call(read, send(body));
    expect(called).toMatchObject({
      failure: { error: "upstream_contract_broken", retry: false },
    });
    expect(log).toContainEqual(
      expect.objectContaining({ level: "error", operation: "getThing", pointers: [""] }),
    );
  });

  it.each(["", "null", "[]"])(
    "says %j of a change that was made, unless it is needed",
    async (body) => {
      const { called, log } = await call(write, send(body, {}, 201));
      expect(called).toEqual({ structured: blank });
      expect(log).toContainEqual(
        expect.objectContaining({ level: "warn", operation: "makeThing", pointers: [""] }),
      );
      const needing = (api: Api) => api.makeThing({ body: {} }, { needs: ["id"] });
      expect((await call(needing, send(body, {}, 201))).called).toMatchObject({
        failure: {
          error: "upstream_contract_broken",
          reason: expect.stringContaining("The change was made"),
        },
      });
    },
  );

  it.each(["", "null", "{}"])("takes %j for no list, and says so", async (body) => {
    const { called, log } = await call(
      async (api) => ({ found: await api.findThings() }),
      send(body),
    );
    expect(called).toEqual({ structured: { found: [] } });
    expect(log).toContainEqual(
      expect.objectContaining({ level: "warn", operation: "findThings", pointers: [""] }),
    );
  });

  it("is noticed where it answers with a page that nobody described", async () => {
    const remove = async (api: Api) => ({ done: await api.deleteThing({ path: { id: "1" } }) });
    const page = send("<html>", { "content-type": "Text/HTML; charset=utf-8" });
    const { called, log } = await call(remove, page);
    expect(called).toEqual({ structured: { done: null } });
    expect(log).toContainEqual(
      expect.objectContaining({
        level: "warn",
        operation: "deleteThing",
        status: 200,
        media_type: "text/html",
      }),
    );
    const lines = (await call(remove, send('{"ok":true}'))).log;
    expect(lines.filter(({ level }) => level === "warn")).toEqual([]);
  });

  it("ends the call where the contract is strict, and says whether a change was made", async () => {
    const strict = { contract: "strict" };
    const { called } = await call(read, broken, strict);
    expect(called).toMatchObject({
      failure: {
        error: "upstream_contract_broken",
        reason: expect.stringContaining("Nothing was changed"),
      },
    });
    expect((await call(write, broken, strict)).called).toMatchObject({
      failure: {
        error: "upstream_contract_broken",
        reason: expect.stringContaining("The change was made"),
      },
    });
  });
});

describe("redirects", () => {
  const to =
    (location: string, status = 302): Answerer =>
    (request, response) =>
      request.target.endsWith("/moved")
        ? sendJson(response, 200, thing)
        : send("", { location }, status)(request, response, 0);

  it("are followed within the origin, for GET", async () => {
    expect((await call(read, to("/base/moved"))).called).toEqual({ structured: thing });
    expect((await call(read, to("../moved", 307))).called).toEqual({ structured: thing });
  });

  it("are never followed to another origin, in a circle, or for a write", async () => {
    await using other = await localUpstream((_request, response) => sendJson(response, 200, thing));
    expect((await call(read, to(`${other.url}/moved`))).called).toMatchObject({
      failure: { error: "upstream_contract_broken" },
    });
    expect(other.received).toEqual([]);
    const circle = await call(read, to("/base/again"));
    expect(circle.called).toMatchObject({ failure: { error: "upstream_contract_broken" } });
    expect(circle.received.length).toBe(6);
    const written = await call(write, to("/base/moved", 307));
    expect(written.called).toMatchObject({ failure: { error: "outcome_unknown" } });
    expect(written.received.length).toBe(1);
  });
});

describe("credentials", () => {
  it("are those of the first alternative that is configured, and no others", async () => {
    const { received } = await call(async (api) => ({ a: await api.secured() }), send("", {}, 204));
    expect(received[0]?.target).toBe("/base/secured?api%20key=k3y-value");
    expect(received[0]?.headers).toMatchObject({
      cookie: "sid=c00kie-value",
      authorization: `Basic ${Buffer.from("ada:l0velace").toString("base64")}`,
    });
    const none = await call(
      async (api) => ({ a: await api.getReport() }),
      send("x", { "content-type": "text/plain" }),
    );
    expect(none.received[0]?.headers).not.toHaveProperty("authorization");
  });

  it("never come back, in a result, an error or the log", async () => {
    const echo: Answerer = ({ headers }, response) =>
      sendJson(response, 200, { ...thing, id: headers.authorization });
    const { called, log } = await call(read, echo);
    expect(called).toEqual({ structured: { ...thing, id: "Bearer [redacted]" } });
    const refused = await call(read, ({ headers }, response) =>
      sendJson(response, 400, { message: `bad ${headers.authorization}` }),
    );
    expect(refused.called).toMatchObject({ failure: { reason: "bad Bearer [redacted]" } });
    expect(JSON.stringify([log, refused.log])).not.toContain("s3cret-token");
  });
});

describe("a request", () => {
  it("names itself, and carries the id under which the log has it", async () => {
    const { received, log } = await call(read, send(JSON.stringify(thing)), {
      headers: { "X-Client": "mcp", "X-Request-Id": "ignored by nobody" },
    });
    expect(received[0]).toMatchObject({ method: "GET", target: "/base/things/1" });
    expect(received[0]?.headers).toMatchObject({
      accept: "application/json",
      "user-agent": "test/1.0.0",
      "x-client": "mcp",
    });
    const plain = await call(read, send(JSON.stringify(thing)));
    expect(plain.log[0]?.request_id).toBe(plain.received[0]?.headers["x-request-id"]);
    expect(log[0]?.request_id).toMatch(/^[0-9a-f-]{36}$/);
  });
});
