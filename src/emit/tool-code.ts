import type { Server } from "../model/server.js";
import type { Tool } from "../model/tool.js";
import { clientType } from "./api-file.js";
import { literal, method, name, objectPattern, parameter, property } from "./code.js";
import { CodeScope, type NamePlan } from "./code-scope.js";
import { errorsCode, type RuleSurroundings } from "./error-code.js";
import type { Imports } from "./imports.js";
import { advertisedInputs } from "./inputs.js";
import { reference, returning } from "./statements.js";
import { statementsCode } from "./step-code.js";
import type { TsObjectMember, TsType } from "./syntax.js";
import { callsOf } from "./tool-calls.js";
import { localNames, repeatsOf, takenIn } from "./tool-names.js";
import { valueCode } from "./value-code.js";

/** `Billing`, imported. */
export function clientReference(server: Server, imports: Imports): TsType {
  return reference(imports.type(`../api/${server.upstream.name}.js`, clientType(server)));
}

/** The members of a tool that hold code of the map. */
export class ToolWriter {
  readonly #tool: Tool;
  readonly #server: Server;
  readonly #imports: Imports;
  readonly #locals: ReadonlyMap<string, string>;
  readonly #rules: CodeScope;
  readonly #body: CodeScope;

  constructor(tool: Tool, server: Server, imports: Imports, plan: NamePlan) {
    this.#tool = tool;
    this.#server = server;
    this.#imports = imports;
    this.#locals = localNames(tool, plan.taken);
    const names = new Map([...this.#locals].map(([step, local]) => [step, name(local)]));
    this.#rules = new CodeScope(imports, new Map(), plan);
    this.#body = new CodeScope(imports, names, plan);
  }

  /** `renamed`, `secret`, `errors` and `limit`, where there are any. */
  common(): readonly TsObjectMember[] {
    const { errors, inputs, limit } = this.#tool;
    const secret = inputs.filter((input) => input.secret).map((input) => input.name);
    const around = this.#surroundings(inputs.map((input) => input.name));
    const { renamed } = advertisedInputs(inputs);
    return [
      ...(Object.keys(renamed).length === 0 ? [] : [property("renamed", literal(renamed))]),
      ...(secret.length === 0 ? [] : [property("secret", literal(secret))]),
      ...(errors.length === 0 ? [] : [property("errors", errorsCode(errors, around, this.#rules))]),
      ...(limit === null
        ? []
        : [property("limit", literal({ calls: limit.calls, seconds: limit.seconds }))]),
    ];
  }

  /** `async run({ … }, { api }: Context<Billing>) { … }` */
  run(body: Extract<Tool["body"], { kind: "steps" }>): TsObjectMember {
    const around = this.#surroundings(null);
    const statements = [
      ...statementsCode(body.statements, this.#body, around, this.#locals),
      returning(valueCode(body.output, this.#body)),
    ];
    const context = reference(this.#imports.type(this.#imports.runtimePath("tool"), "Context"), [
      clientReference(this.#server, this.#imports),
    ]);
    const used = this.#body.usedInputs(this.#tool.inputs.map((input) => input.name));
    const members = [
      ...(body.statements.some((statement) => callsOf(statement).length > 0) ? ["api"] : []),
      ...repeatsOf(this.#tool),
      ...(this.#body.uses("upstream") ? ["upstream"] : []),
    ];
    const input = this.#body.uses("input")
      ? parameter("input")
      : used.length === 0
        ? parameter("_input")
        : parameter(objectPattern(used));
    const given = parameter(members.length === 0 ? "_context" : objectPattern(members), context);
    return method("run", [input, given], statements, { async: true });
  }

  /** Whether an input that is a variable has the name of something else in the file. */
  clashes(taken: ReadonlySet<string>): boolean {
    const inputs = this.#tool.inputs.map((input) => input.name);
    const used = [...this.#body.usedInputs(inputs), ...this.#rules.usedInputs(inputs)];
    const others = new Set([
      ...takenIn(this.#tool),
      ...taken,
      ...this.#locals.values(),
      ...this.#body.arrowNames(),
      ...this.#rules.arrowNames(),
    ]);
    const whole = this.#body.uses("input") || this.#rules.uses("input");
    return (whole && used.length > 0) || used.some((input) => others.has(input));
  }

  #surroundings(inputs: readonly string[] | null): RuleSurroundings {
    const api = `../api/${this.#server.upstream.name}.js`;
    return { inputs, errorType: () => this.#imports.type(api, "ApiError") };
  }
}
