import { type Binding, type Scope, scopeOf } from "../expression/scope.js";
import type { Type } from "../expression/type.js";
import type { Schema } from "../model/schema.js";
import type { CallStatement, Statement } from "../model/tool.js";
import type { Member } from "../model/value.js";
import type { RequireEntry, ToolEntry } from "../tool-map/tool-map.js";
import { type BoundCall, bindCall } from "./calls.js";
import type { BindContext } from "./context.js";
import { heldToOutput } from "./error-rules.js";
import { HttpScope } from "./http-scope.js";
import type { Place } from "./places.js";
import type { AnswerSource } from "./reads.js";
import type { Waiting } from "./schedule.js";
import { completed } from "./stand-ins.js";
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
  readonly bound: BoundCall;
  /** Whether its answer is read. */
  readonly used: boolean;
  readonly step: PlacedStep;
  readonly source: AnswerSource;
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
  readonly #http = new HttpScope();
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
    return scopeOf(new Map([...this.#names, ["http", this.#http.binding]]), this.#outer);
  }

  /** The names alone, without what came with the answers. */
  get names(): Scope {
    return scopeOf(new Map(this.#names), this.#outer);
  }

  /** Of a part that cannot be bound, and has been reported, the name alone is known. */
  skip({ name }: Waiting<Part>): void {
    if (name !== null) {
      this.#nameBroken(name);
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
        this.#bindLet(item.entry, used);
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

  #bindLet({ name, value }: ToolEntry["lets"][number], used: boolean): void {
    const typed = this.#values.expressions.expression(value, this.scope, "part", "name");
    if (typed === null) {
      this.#nameBroken(name.value);
      return;
    }
    if (used) {
      this.#statements.push({ kind: "let", name: name.value, value: typed.expression });
    }
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
    const bound = bindCall(step, source, {
      context: this.#context,
      values: this.#values,
      scope: this.scope,
      inputPlaces: this.#inputPlaces,
      extra,
      hasMisplaced,
    });
    this.#statements.push({ kind: "call", bound, used, step, source, uses });
    if (step.entry.returns !== null && bound.statement.returns === null) {
      this.#nameBroken(step.entry.name.value);
    } else {
      this.#name(step.entry.name.value, bound.type);
    }
    if (step.entry.each === null) {
      this.#http.add(step.entry.name.value, step.used);
    }
  }

  #finish({ bound, used, step, source }: PendingCall, output: Schema | null): CallStatement {
    const { collector } = this.#values;
    const { statement, standIns, answer } = bound;
    const held = heldToOutput(statement.errors, step.entry.errors, output, collector);
    const errors = completed(held, standIns, answer, source.own, step, collector);
    const recorded = this.#http.isRead(step.entry.name.value);
    return { ...statement, used, recorded, errors, needs: source.needs.leaves() };
  }

  #name(name: string, type: Type): void {
    this.#names.set(name, { type, expression: { kind: "name", name }, answer: true });
  }

  /** What uses the name is not typed: there would be one mistake more for each use. */
  #nameBroken(name: string): void {
    const type: Type = { core: { kind: "any" }, absence: "never" };
    this.#names.set(name, { type, expression: { kind: "undefined" }, answer: false, broken: true });
  }
}

function canRunTogether(earlier: PendingCall, later: PendingCall): boolean {
  const isRead = ({ step }: PendingCall) => step.used.effect === "read";
  return isRead(earlier) && isRead(later) && !later.uses.has(earlier.step.entry.name.value);
}
