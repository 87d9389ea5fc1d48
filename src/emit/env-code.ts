import type { EnvText } from "../model/server.js";
import { call, literal } from "./code.js";
import type { Imports } from "./imports.js";
import type { TsExpression } from "./syntax.js";

/** `env("BASE")`, `"text"`, or `join(env("BASE"), "/v2")`. */
export function envText(text: EnvText, imports: Imports): TsExpression {
  const parts = text.map((part) =>
    typeof part === "string" ? literal(part) : call(imports.runtime("env"), [literal(part.env)]),
  );
  const [only, ...others] = parts;
  if (only === undefined) {
    return literal("");
  }
  return others.length === 0 ? only : call(imports.runtime("join"), parts);
}
