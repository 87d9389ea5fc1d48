/** The variable in which the server finds the address of the mock. */
export const mockVariable = "MCPGEN_MOCK";

/** The file in `dist` that a server under test is started by. */
export const entryFile = "contract-test.js";

/**
 * The server with the mock for its API, whatever addresses its map names: the API's own, those of
 * single operations, and those that tokens come from. They are read when the server starts, which
 * `main.js` does.
 */
export const entryText = `import { server } from "./server.js";

const mock = process.env.${mockVariable};
const { auth = {}, operations } = server.upstream;
server.upstream.baseUrl = mock;
delete server.upstream.servers;
for (const operation of Object.values(operations)) {
  delete operation.baseUrl;
}
for (const credential of Object.values(auth)) {
  if (credential.kind === "client") {
    credential.tokenUrl = \`\${mock}/__mcpgen/token\`;
  }
}
await import("./main.js");
`;
