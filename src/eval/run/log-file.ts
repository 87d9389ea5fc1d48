import { isAbsolute } from "node:path";
import type { Audit } from "../../model/server.js";
import { NotStarted } from "./problem.js";

/** Where a server logs, if not to stderr. An attempt's lines are told by the folder that it runs in. */
export function logFileOf({ to }: Audit): { readonly logFile?: string } {
  if (to === "stderr" || !("file" in to)) {
    return {};
  }
  if (isAbsolute(to.file)) {
    throw new NotStarted(`audit.to is the absolute path ${to.file}: evals need a relative one`);
  }
  return { logFile: to.file };
}
