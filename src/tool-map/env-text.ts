import type { SourceText } from "../source/source-text.js";
import { namesEnv, refuseOtherThanEnv } from "./expression-text.js";
import { literalSecret } from "./problems.js";
import { type Context, type Reader, refine } from "./reading.js";
import { sourceText } from "./scalars.js";
import { holdsCredentials } from "./secrets.js";

/** Text in which `${env.NAME}` may stand. */
export const envText: Reader<SourceText> = refine(sourceText, (value, context) =>
  refuseOtherThanEnv(value, context) ? undefined : value,
);

/** An address; a password in it has to come from the environment. `variable` is shown as an example. */
export function address(variable: string): Reader<SourceText> {
  return refine(envText, (value, context) =>
    holdsCredentials(value.text) ? refuseSecret(value, variable, context) : value,
  );
}

/** Text that has to come from the environment. */
export function secret(variable: string): Reader<SourceText> {
  return refine(envText, (value, context) =>
    namesEnv(value.text) ? value : refuseSecret(value, variable, context),
  );
}

/** Refuses a secret that is written out, and keeps it out of what is shown. */
export function refuseSecret(value: SourceText, variable: string, context: Context): undefined {
  context.collector.hide(value.span);
  context.collector.add(literalSecret(context.where, context.place, fromEnv(variable)));
  return undefined;
}

/** How a variable is named in a map. */
export function fromEnv(variable: string): string {
  return `\${env.${variable}}`;
}
