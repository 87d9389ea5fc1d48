import { expect, it } from "vitest";
import { localUpstream, type Received } from "../templates/local-upstream.js";
import { useGenerated } from "./golden-server.js";

const responses = { 204: { description: "Done." } };
const key = { name: "key", in: "query", schema: { type: "string" } };
const spec = {
  openapi: "3.1.0",
  info: { title: "Hub", version: "1.0.0" },
  servers: [{ url: "https://api.hub.example/v3" }],
  security: [{ token: [] }],
  paths: {
    "/notes": {
      get: { operationId: "listNotes", responses },
      post: {
        operationId: "putNote",
        requestBody: {
          required: true,
          content: {
            "application/json": {
              schema: { type: "object", properties: { text: { type: "string" } } },
            },
          },
        },
        responses,
      },
    },
    "/assets": {
      servers: [{ url: "https://uploads.hub.example" }],
      post: { operationId: "putAsset", parameters: [key], responses },
    },
    "/status": {
      servers: [{ url: "https://status.hub.example" }],
      get: {
        operationId: "getStatus",
        security: [],
        parameters: [key, { ...key, name: "plain" }],
        responses,
      },
    },
    "/old": {
      servers: [{ url: "https://api.hub.example/v2" }],
      get: { operationId: "getOld", responses },
    },
  },
  components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } },
};

const map = `version: 1
server: { name: hub }
spec: openapi.json
output: server
upstream:
  baseUrl: \${env.HUB}
  servers:
    https://uploads.hub.example: { baseUrl: "\${env.UPLOADS}/in", credentials: true }
    https://status.hub.example: { baseUrl: "\${env.STATUS}" }
  auth: { token: "\${env.TOKEN}" }
  headers: { X-Client: mcp, X-Tenant: "\${env.TENANT}" }
  with: { key: "\${env.KEY}", plain: p }
tools:
  list_notes: { description: Lists., call: listNotes }
  put_note: { description: Puts., call: putNote, input: { text: {} } }
  put_asset: { description: Puts., call: putAsset }
  get_status: { description: Gets., call: getStatus }
  get_old: { description: Gets., call: getOld }
operations: { effects: { putAsset: write, putNote: write } }`;

const hub = useGenerated("servers", { spec, map });

const shown = ({ method, target, headers }: Received) =>
  `${method} ${target} ${headers.authorization ?? "-"} ${headers["x-client"]} ${headers["x-tenant"] ?? "-"}`;

it("requests go where the map says, with credentials where it says so", async () => {
  const done = () => localUpstream((_received, response) => void response.writeHead(204).end());
  await using api = await done();
  await using uploads = await done();
  await using status = await done();
  const environment = {
    TOKEN: "s3cret",
    TENANT: "t1",
    KEY: "k3y",
    UPLOADS: uploads.url,
    STATUS: status.url,
  };
  await using server = hub.start(`${api.url}/v3`, environment);
  for (const tool of ["list_notes", "put_asset", "get_status", "get_old"]) {
    await server.result(tool);
  }
  expect([api, uploads, status].map(({ received }) => received.map(shown))).toEqual([
    ["GET /v3/notes Bearer s3cret mcp t1", "GET /v2/old Bearer s3cret mcp t1"],
    ["POST /in/assets?key=k3y Bearer s3cret mcp t1"],
    ["GET /status?plain=p - mcp -"],
  ]);
});

it("a required body is sent, whatever is left out of it", async () => {
  await using api = await localUpstream((_received, response) => {
    response.writeHead(204).end();
  });
  const environment = {
    TOKEN: "s3cret",
    TENANT: "t1",
    KEY: "k3y",
    UPLOADS: api.url,
    STATUS: api.url,
  };
  await using server = hub.start(api.url, environment);
  await server.result("put_note");
  expect(api.received[0]?.body.toString()).toBe("{}");
});

it("an address that cannot be one stops the start", () => {
  const environment = {
    TOKEN: "s3cret",
    TENANT: "t1",
    UPLOADS: "ftp://x",
    STATUS: "http://far.example",
  };
  expect(() => hub.start("http://127.0.0.1:1", environment)).toThrow(
    "the base URL of https://uploads.hub.example (from UPLOADS) is not an http or https URL",
  );
});
