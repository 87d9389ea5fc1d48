import type { Facts } from "../expression/infer.js";
import { type Binding, type Scope, scopeOf } from "../expression/scope.js";
import type { Type } from "../expression/type.js";
import type { Schema } from "../model/schema.js";
import type { CallStatement, Statement } from "../model/tool.js";
import type { Member } from "../model/value.js";
import type { RequireEntry, ToolEntry } from "../tool-map/tool-map.js";
import type { BindContext } from "./context.js";
import { bindErrorRules } from "./error-rules.js";
import type { Place } from "./places.js";
import type { AnswerSource } from "./reads.js";
import { bindRequest, type Filling } from "./requests.js";
import type { Waiting } from "./schedule.js";
import { withAbsence } from "./schema-type.js";
import type { PlacedStep, PlacedTemplate } from "./tool-inputs.js";
import { membersOf, type Values } from "./values.js";

/** What stands in the order of a tool. */
export type Part =
  | { readonly kind: "step"; readonly step: PlacedStep; readonly source: AnswerSource }
  | { readonly kind: "let"; readonly entry: ToolEntry["lets"][number] }
  | { readonly kind: "require"; readonly entry: RequireEntry };

/** A call whose needs are known only when everything that reads its answer has been bound. */
interface PendingCall {
  readonly kind: "call";
  readonly statement: Omit<CallStatement, "needs" | "errors">;
  readonly step: PlacedStep;
  readonly source: AnswerSource;
  /** What was in scope and known when the call was bound: its error rules see that. */
  readonly scope: Scope;
  readonly known: Facts;
  readonly isRead: boolean;
  /** The steps and names that it depends on. */
  readonly uses: ReadonlySet<string>;
}

/** Binds the parts of a tool in the order in which they run, and keeps the scope that they build up. */
export class StatementBinder {
  readonly #context: BindContext;
  readonly #values: Values;
  readonly #names = new Map<string, Binding>();
  readonly #outer: Scope;
  readonly #inputPlaces: ReadonlySet<Place>;
  readonly #statements: (Exclude<Statement, { kind: "call" | "together" }> | PendingCall)[] = [];

  /** `inputPlaces` are those that inputs have their schemas from. */
  constructor(context: BindContext, values: Values, outer: Scope, inputPlaces: ReadonlySet<Place>) {
    this.#context = context;
    this.#inputPlaces = inputPlaces;
    this.#values = values;
    this.#outer = outer;
  }

  /** What is in scope by now. */
  get scope(): Scope {
    return scopeOf(new Map(this.#names), this.#outer);
  }

  /** Of a part that cannot be bound, and has been reported, the name alone is known. */
  skip({ name }: Waiting<Part>): void {
    if (name !== null) {
      this.#name(name, unknown);
    }
  }

  /**
   * `extra` are values for the call that its `with` does not name; `used` tells whether its answer is
   * read, and `hasMisplaced` whether the map names parts of its request that it does not have.
   */
  bind(
    waiting: Waiting<Part>,
    extra: readonly PlacedTemplate[],
    used: boolean,
    hasMisplaced: boolean,
  ): void {
    const { item } = waiting;
    switch (item.kind) {
      case "let":
        this.#bindLet(item.entry);
        break;
      case "require":
        this.#bindRequire(item.entry);
        break;
      case "step":
        this.#bindStep(item, extra, used, waiting.uses, hasMisplaced);
        break;
      default:
        item satisfies never;
    }
  }

  /**
   * The statements, with reads that do not need each other together. Called last: a call's error
   * rules may end the tool with a result, which its output schema has to accept.
   */
  statements(output: Schema | null): readonly Statement[] {
    const grouped: Statement[] = [];
    let group: PendingCall[] = [];
    const close = () => {
      const calls = group.map((call) => this.#finish(call, output));
      const [only] = calls;
      if (only !== undefined) {
        grouped.push(calls.length === 1 ? only : { kind: "together", calls });
      }
      group = [];
    };
    for (const statement of this.#statements) {
      if (statement.kind !== "call") {
        close();
        grouped.push(statement);
        continue;
      }
      if (!group.every((earlier) => canRunTogether(earlier, statement))) {
        close();
      }
      group.push(statement);
    }
    close();
    return grouped;
  }

  #bindLet({ name, value }: ToolEntry["lets"][number]): void {
    const typed = this.#values.expressions.expression(value, this.scope, "part");
    if (typed === null) {
      this.#name(name.value, unknown);
      return;
    }
    this.#statements.push({ kind: "let", name: name.value, value: typed.expression });
    this.#name(name.value, typed.type);
  }

  #bindRequire(entry: RequireEntry): void {
    const { expressions } = this.#values;
    const that = expressions.expression(entry.that, this.scope, "code", "guard");
    if (that === null) {
      return;
    }
    const members = expressions.assuming(that.whenFalse, () =>
      membersOf(this.#values.members(entry.members, this.scope, "result")),
    );
    const error: Member = { name: "error", value: { kind: "literal", value: entry.error.value } };
    const failure = [error, ...members];
    this.#statements.push({ kind: "require", that: that.expression, failure });
    expressions.assume(that.whenTrue);
  }

  #bindStep(
    { step, source }: Extract<Part, { kind: "step" }>,
    extra: readonly PlacedTemplate[],
    used: boolean,
    uses: ReadonlySet<string>,
    hasMisplaced: boolean,
  ): void {
    const { entry, used: operation } = step;
    const { expressions } = this.#values;
    const when =
      entry.when === null ? null : expressions.expression(entry.when, this.scope, "code", "guard");
    const bindCall = () => {
      const templates = [...step.placed, ...extra];
      const fillings = templates.flatMap(({ place, template }): Filling[] => {
        const value = this.#values.bind(template, this.scope, "request");
        const isItsInput = this.#inputPlaces.has(place);
        return value === null ? [] : [{ place, value, isItsInput }];
      });
      const isPart =
        hasMisplaced || step.misplaced.length > 0 || fillings.length < templates.length;
      return bindRequest(operation, fillings, this.#context, entry.call.span, isPart);
    };
    const request = when === null ? bindCall() : expressions.assuming(when.whenTrue, bindCall);
    const answer = answerType(step, source);
    const returned = this.#bindReturns(step, answer);
    const type = returned?.type ?? answer;
    this.#statements.push({
      kind: "call",
      step,
      source,
      scope: this.scope,
      known: expressions.known,
      isRead: operation.effect === "read",
      uses,
      statement: {
        kind: "call",
        name: entry.name.value,
        used,
        when: when?.expression ?? null,
        operation: operation.identifier,
        request,
        returns: returned?.expression ?? null,
      },
    });
    this.#name(entry.name.value, entry.when === null ? type : withAbsence(type, "null"));
  }

  #finish(call: PendingCall, output: Schema | null): CallStatement {
    const errors = this.#values.expressions.under(call.known, () =>
      bindErrorRules(call.step.entry.errors, {
        level: "step",
        operations: [call.step.used],
        scope: call.scope,
        values: this.#values,
        problem: this.#context.problem,
        output,
      }),
    );
    return { ...call.statement, errors, needs: call.source.needs.leaves() };
  }

  #bindReturns({ entry }: PlacedStep, answer: Type) {
    if (entry.returns === null) {
      return null;
    }
    const response: Binding = {
      type: answer,
      expression: { kind: "name", name: "response" },
      answer: true,
    };
    const scope = scopeOf(new Map([["response", response]]), this.scope);
    return this.#values.expressions.expression(entry.returns, scope, "part");
  }

  #name(name: string, type: Type): void {
    this.#names.set(name, { type, expression: { kind: "name", name }, answer: true });
  }
}

/** The type of a name of which only a mistake is known: anything can be done with it. */
const unknown: Type = { core: { kind: "any" }, absence: "never" };

/** The type of what a step's call answers. */
export function answerType({ used }: PlacedStep, source: AnswerSource): Type {
  const { answer, operation } = used;
  const name = `response of ${operation.head.key}`;
  switch (answer.kind) {
    case "json":
      return source.types.of(answer.nodes, [], name, answer.mayBeEmpty);
    case "text":
      return { core: { kind: "string", values: null }, absence: "never" };
    case "file":
      return { core: { kind: "any" }, absence: "never" };
    case "empty":
      return { core: { kind: "null" }, absence: "null" };
    default:
      return answer satisfies never;
  }
}

function canRunTogether(earlier: PendingCall, later: PendingCall): boolean {
  return earlier.isRead && later.isRead && !later.uses.has(earlier.statement.name);
}
