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
import type { TsObjectMember, TsStatement, TsType } from "./syntax.js";
import { callsOf, statementsOf } from "./tool-calls.js";
import { localNames, repeatsOf, takenIn } from "./tool-names.js";
import { valueCode } from "./value-code.js";

/** `Billing`, imported. */
export function clientReference(server: Server, imports: Imports): TsType {
  return reference(imports.type(`../api/${server.upstream.name}.js`, clientType(server)));
}

/** The members of a tool that hold code of the map. */
export class ToolWriter {
  readonly imports: Imports;
  /** The variables for steps and `let`s. */
  readonly locals: ReadonlyMap<string, string>;
  /** What names stand for in what runs first, or alone. */
  readonly scope: CodeScope;
  readonly #tool: Tool;
  readonly #server: Server;
  readonly #rules: CodeScope;

  constructor(tool: Tool, server: Server, imports: Imports, plan: NamePlan) {
    this.#tool = tool;
    this.#server = server;
    this.imports = imports;
    this.locals = localNames(tool, plan.taken);
    const names = new Map([...this.locals].map(([step, local]) => [step, name(local)]));
    this.#rules = new CodeScope(imports, new Map(), plan);
    this.scope = new CodeScope(imports, names, plan);
  }

  /** `renamed`, `secret`, `errors` and `limit`, where there are any. */
  common(): readonly TsObjectMember[] {
    const { errors, inputs, limit } = this.#tool;
    const secret = [
      ...new Set([
        ...inputs.filter((input) => input.secret).map((input) => input.name),
        ...inputs.flatMap((input) => input.secretMembers),
      ]),
    ];
    const around = this.surroundings(inputs.map((input) => input.name));
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
    const statements = [...this.statements(), returning(valueCode(body.output, this.scope))];
    return this.first("run", statements, []);
  }

  /** The tool's own statements, as code. */
  statements(): readonly TsStatement[] {
    const statements = statementsOf(this.#tool.body);
    return statementsCode(statements, this.scope, this.surroundings(null), this.locals);
  }

  /** The method that is handed the arguments, and of its context what `statements` use. */
  first(
    called: string,
    statements: readonly TsStatement[],
    more: readonly string[],
  ): TsObjectMember {
    const [from, named] = more.includes("once")
      ? ["gates/gate", "PrepareContext"]
      : ["tool", "Context"];
    const type = this.imports.type(this.imports.runtimePath(from), named);
    const context = reference(type, [clientReference(this.#server, this.imports)]);
    const calls = statementsOf(this.#tool.body).flatMap(callsOf);
    const used = this.scope.usedInputs(this.#tool.inputs.map((input) => input.name));
    const members = [
      ...(calls.length > 0 || more.length > 0 ? ["api"] : []),
      ...repeatsOf(this.#tool),
      ...more,
      ...(this.scope.uses("upstream") ? ["upstream"] : []),
    ];
    const input = this.scope.uses("input")
      ? parameter("input")
      : used.length === 0
        ? parameter("_input")
        : parameter(objectPattern(used));
    const given = parameter(members.length === 0 ? "_context" : objectPattern(members), context);
    return method(called, [input, given], statements, { async: true });
  }

  /** Whether an input that is a variable has the name of something else in the file. */
  clashes(taken: ReadonlySet<string>): boolean {
    const inputs = this.#tool.inputs.map((input) => input.name);
    const used = [...this.scope.usedInputs(inputs), ...this.#rules.usedInputs(inputs)];
    const others = new Set([
      ...takenIn(this.#tool),
      ...taken,
      ...this.locals.values(),
      ...this.scope.arrowNames(),
      ...this.#rules.arrowNames(),
    ]);
    const whole = this.scope.uses("input") || this.#rules.uses("input");
    return (whole && used.length > 0) || used.some((input) => others.has(input));
  }

  surroundings(inputs: readonly string[] | null): RuleSurroundings {
    const api = `../api/${this.#server.upstream.name}.js`;
    return { inputs, errorType: () => this.imports.type(api, "ApiError") };
  }
}
