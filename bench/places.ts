import { fileURLToPath } from "node:url";

/** The repository; both bench/ and build/ lie directly in it. */
export const repository = fileURLToPath(new URL("..", import.meta.url));

export const mcpgen = `${repository}dist/bin.js`;

/** What is compared: the sample's server as `tsc` compiles it, and one written by hand; bundled neither. */
export const servers = {
  generated: `${repository}servers/billing/dist/main.js`,
  handWritten: `${repository}build/hand-written-server.js`,
};
