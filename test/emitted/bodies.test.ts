import { describe, expect, it } from "vitest";
import { localUpstream, type Received } from "../templates/local-upstream.js";
import { useGolden } from "./golden-server.js";

const documents = useGolden("bodies");

/** What the API receives when the tool is called. */
async function sentBy(tool: string, given: Record<string, unknown>): Promise<Received> {
  await using api = await localUpstream((_, response) => {
    response.writeHead(204).end();
  });
  await using server = documents.start(api.url);
  expect(await server.result(tool, given)).toEqual({ done: true });
  const [received] = api.received;
  if (received === undefined) {
    throw new Error("nothing was sent");
  }
  return received;
}

/** The parts of a form as the platform's own parser reads them. */
async function partsOf({ headers, body }: Received) {
  const parsed = await new Response(new Uint8Array(body), {
    headers: { "content-type": headers["content-type"] ?? "" },
  }).formData();
  return Promise.all(
    [...parsed].map(async ([name, part]) =>
      typeof part === "string"
        ? { name, text: part }
        : { name, type: part.type, bytes: [...new Uint8Array(await part.arrayBuffer())] },
    ),
  );
}

const base64 = (...bytes: readonly number[]) => Buffer.from(bytes).toString("base64");

describe("a body", () => {
  it("of several parts holds files as their bytes", async () => {
    const given = {
      file: base64(0, 255, 10),
      pages: [base64(1), base64(2, 3)],
      title: "Größe",
      labels: { by: "me" },
    };
    expect(await partsOf(await sentBy("upload_document", given))).toEqual([
      { name: "file", type: "application/octet-stream", bytes: [0, 255, 10] },
      { name: "pages", type: "application/octet-stream", bytes: [1] },
      { name: "pages", type: "application/octet-stream", bytes: [2, 3] },
      { name: "title", text: "Größe" },
      { name: "labels", text: '{"by":"me"}' },
    ]);
  });

  it("of a form is written as its encoding says", async () => {
    const given = { created: { gte: 5, lte: 9 }, expand: ["a b", "c"], text: "x&y" };
    const { headers, body } = await sentBy("search_documents", given);
    expect(headers["content-type"]).toBe("application/x-www-form-urlencoded");
    expect(body.toString()).toBe("created%5Bgte%5D=5&created%5Blte%5D=9&expand=a%20b,c&text=x%26y");
  });

  it("of bytes is the bytes", async () => {
    const { headers, body } = await sentBy("replace_content", { id: "d1", content: base64(7, 8) });
    expect({ type: headers["content-type"], bytes: [...body] }).toEqual({
      type: "application/octet-stream",
      bytes: [7, 8],
    });
  });

  it("of XML is the text", async () => {
    const metadata = "<author>É</author>";
    const { headers, body } = await sentBy("replace_metadata", { id: "d1", metadata });
    expect({ type: headers["content-type"], text: body.toString() }).toEqual({
      type: "application/xml",
      text: metadata,
    });
  });

  it("that has to be there is sent, even where nothing stands in it", async () => {
    const { headers, body } = await sentBy("search_documents", {});
    expect([headers["content-type"], headers["content-length"], body.toString()]).toEqual([
      "application/x-www-form-urlencoded",
      "0",
      "",
    ]);
  });

  it("that may be left out is sent with what it then needs, or not at all", async () => {
    const bodies = async (given: Record<string, unknown>) => {
      const { body } = await sentBy("lock_document", { id: "d1", ...given });
      return body.toString();
    };
    expect(await bodies({})).toBe("");
    expect(await bodies({ until: "2027-01-01T00:00:00Z" })).toBe(
      '{"until":"2027-01-01T00:00:00Z"}',
    );
    await using api = await localUpstream((_, response) => {
      response.writeHead(204).end();
    });
    await using server = documents.start(api.url);
    expect(await server.failure("lock_document", { id: "d1", team: "red" })).toEqual({
      error: "missing_until",
      argument: "until",
      reason: "is needed with team",
      also: [{ error: "missing_owner", argument: "owner", reason: "is needed with team" }],
    });
    expect(api.received).toEqual([]);
  });
});
