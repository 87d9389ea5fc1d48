import { resolve } from "node:path";
import { Collector } from "../diagnostics/collector.js";
import { renderText } from "../diagnostics/render-text.js";
import { loadApi } from "../openapi/load.js";
import { type Mock, type MockOptions, startMock } from "./mock.js";

export interface SpecMockOptions extends MockOptions {
  /** The folder that the description is in or below, and that it may refer to files of; the working folder where none is given. */
  readonly root?: string;
}

/**
 * Starts an upstream that answers as an API description says, and refuses what it does not allow.
 * `spec` is the description's path from `root`. Rejects with an Error that says what is wrong with
 * the description, or with the system's where the address cannot be had.
 */
export async function startMockOf(
  spec: string,
  { root = process.cwd(), ...options }: SpecMockOptions = {},
): Promise<Mock> {
  const collector = new Collector();
  const api = loadApi({ root: resolve(root), path: spec, namedAt: null }, collector);
  if (api === null) {
    throw new Error(renderText(collector.sorted(), { colour: false }));
  }
  return await startMock(api, options);
}
