import type { DocumentedCodes } from "../diagnostics/codes.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";

/** `reason` is the system's own code: EADDRINUSE, EACCES, EADDRNOTAVAIL, ENOTFOUND. */
export function noAddress(host: string, port: number, reason: string): Diagnostic {
  return {
    code: "mock/no-address",
    severity: "error",
    message: `cannot listen at ${host}, port ${port}: ${reason}`,
    labels: [],
    help: [
      reason === "EADDRINUSE"
        ? "end the program that listens there, or choose another --port (0 takes a free one)"
        : "choose another --host or --port",
    ],
  };
}

export function recordNotWritten(path: string, reason: string): Diagnostic {
  return {
    code: "mock/record-not-written",
    severity: "error",
    message: `cannot write the record to "${path}": ${reason}`,
    labels: [],
    help: ["check that the folder is there and may be written to"],
  };
}

export const mockCodes: DocumentedCodes = {
  "mock/no-address": {
    title: "Address not available",
    cause:
      "Another program listens at the host and port of `mcpgen mock`, or the system refuses them.",
    fix: "Choose another `--port`; 0 takes a free one, and the first line of the output names it.",
  },
  "mock/record-not-written": {
    title: "Record not written",
    cause: "The file that `mcpgen mock --record` names cannot be opened for writing.",
    fix: "Name a file in a folder that is there and may be written to.",
  },
};
