// Yours: mcpgen wrote this file once, as a stub, and never touches it again.
import { notWritten } from "./runtime/outcome.js";

export function failure(_a: string): string {
  throw notWritten("failure");
}
