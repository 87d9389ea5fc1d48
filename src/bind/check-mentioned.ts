import { nearest } from "../diagnostics/suggest.js";
import type { Tool } from "../model/tool.js";
import type { BindContext } from "./context.js";
import { redactsNothing, suppliesNothing } from "./problems.js";

/** Reports what the map mentions outside its tools and nothing that they use has. */
export function checkMentioned(context: BindContext, tools: readonly Tool[]): void {
  const { map, operations, collector } = context;
  const inputs = new Set(tools.flatMap((tool) => tool.inputs.map(({ name }) => name)));
  for (const name of map.audit.redact) {
    // A name that is like no input may be there for tools to come.
    const meant = inputs.has(name.value) ? null : nearest(name.value, inputs);
    if (meant !== null) {
      collector.add(redactsNothing(name, meant));
    }
  }
  const parameters = new Set(
    operations.used().flatMap(({ operation }) => operation.parameters.map(({ name }) => name)),
  );
  const isPassedOn = (name: string) => map.file.text.includes(`upstream.${name}`);
  for (const { name } of map.upstream.with) {
    if (!parameters.has(name.value) && !isPassedOn(name.value)) {
      collector.add(suppliesNothing(name, parameters));
    }
  }
  for (const name of map.upstream.idempotency?.operations ?? []) {
    operations.find(name);
  }
}
