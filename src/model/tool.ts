import type { Expression } from "./expression.js";
import type { GateBody, GateHandlerBody } from "./gate.js";
import type { JsonValue } from "./json.js";
import type { Effect } from "./operation.js";
import type { Schema } from "./schema.js";
import type { ObjectShape } from "./shape.js";
import type { Member, Value } from "./value.js";

export interface Tool {
  /** As the model sees it: snake_case. Of a gate it is the job, of `prepare_<job>` and `confirm_<job>`. */
  readonly name: string;
  readonly title: string | null;
  /** What the map's author wrote; the rest of what the model reads is derived from this model. */
  readonly description: string;
  /** The strongest effect of its calls. */
  readonly effect: Effect;
  /** Why a destructive call needs no gate here; null where there is none, or a gate. */
  readonly unconfirmed: string | null;
  /** Of a gate: those of `confirm_<job>`. */
  readonly annotations: Annotations;
  readonly inputs: readonly Input[];
  /** Null for a tool whose handler declares none. */
  readonly outputSchema: Schema | null;
  readonly errors: readonly ErrorRule[];
  readonly limit: Limit | null;
  readonly body: ToolBody;
  /** Failures that a call can meet, for the description; by first appearance. Of a gate those of both its tools. */
  readonly failures: readonly ExpectedFailure[];
}

/** MCP's tool annotations, all stated. */
export interface Annotations {
  readonly readOnlyHint: boolean;
  readonly destructiveHint: boolean;
  readonly idempotentHint: boolean;
  readonly openWorldHint: boolean;
}

/** At most `calls` calls in any `seconds` seconds, per caller. */
export interface Limit {
  readonly calls: number;
  readonly seconds: number;
}

export interface Input {
  /** An identifier. */
  readonly name: string;
  readonly schema: Schema;
  readonly required: boolean;
  /** The default of the map, which is sent; the spec's stands in the schema alone. */
  readonly default: JsonValue | undefined;
  /** A number outside minimum and maximum is moved to the nearer one instead of refused. */
  readonly clamp: boolean;
  /** Kept out of logs. */
  readonly secret: boolean;
  /** Names of members, at any depth, that are kept out of logs. By code unit. */
  readonly secretMembers: readonly string[];
  /** Inputs each of which, once it is given, makes this one necessary; in the order of the map. */
  readonly neededWith: readonly string[];
}

/** A structured error that a tool may answer with. */
export interface ExpectedFailure {
  /** Snake_case. */
  readonly error: string;
  /** The literal words of its reason; an expression in it stands as "…". Empty where there are none. */
  readonly reason: string;
}

export type ToolBody =
  | { readonly kind: "steps"; readonly statements: readonly Statement[]; readonly output: Value }
  | HandlerBody
  | GateBody
  | GateHandlerBody;

export interface HandlerBody {
  readonly kind: "handler";
  /** File name below src/handlers, without the extension: kebab-case. */
  readonly file: string;
  /** Identifiers of the operations on its client. */
  readonly operations: readonly string[];
  readonly output: ObjectShape | null;
}

/** In the order in which they run. */
export type Statement =
  | CallStatement
  | { readonly kind: "together"; readonly calls: readonly CallStatement[] }
  | { readonly kind: "let"; readonly name: string; readonly value: Expression }
  /** A part of the result that is made before the tool's write, since it can fail. */
  | { readonly kind: "part"; readonly name: string; readonly value: Value }
  | {
      readonly kind: "require";
      readonly that: Expression;
      /** The structured error's members, `error` first. */
      readonly failure: readonly Member[];
    };

export interface CallStatement {
  readonly kind: "call";
  /** The step's name; `response` for the `call:` shorthand. */
  readonly name: string;
  /** Whether anything later reads the answer. */
  readonly used: boolean;
  /** A step whose guard is not true is skipped, and is null. */
  readonly when: Expression | null;
  /** Whether something reads what came with the answer: `http.<name>`. */
  readonly recorded: boolean;
  /** `Operation.identifier`. */
  readonly operation: string;
  readonly request: RequestValue;
  /** What of the answer must fit the spec, since more than an output depends on it: `items[].id`. By code unit. */
  readonly needs: readonly string[];
  readonly errors: readonly ErrorRule[];
  /** `returns`, in which `response` is the answer; null where the answer itself is the step's value. */
  readonly returns: Expression | null;
  /** Null where the call is made once. */
  readonly each: Each | null;
  /** Null where one page is read. */
  readonly pages: PageWalk | null;
  /** Origins to which the answer may redirect. */
  readonly follow: readonly string[];
}

/** A call for every element of a list; in `pages`, the request, the rules and `returns` it is `item`. */
export interface Each {
  readonly list: Expression;
  /** Elements beyond it are left out. */
  readonly max: number;
}

/** What a walk asks for a page by: a name that no step or `let` can have. */
export const walkCursor = "pages.cursor";

/** A call that is repeated while there is a next page. In the request the page is asked for by `walkCursor`. */
export interface PageWalk {
  readonly max: number;
  readonly cursor: "string" | "number" | "int64";
  /** In which `response` is the page that came for it; null or undefined behind the last one. */
  readonly next: Expression;
}

/** The parts of a request that the tool supplies, by the parameters' names on the wire. */
export interface RequestValue {
  readonly path: readonly Member[];
  readonly query: readonly Member[];
  readonly header: readonly Member[];
  readonly cookie: readonly Member[];
  readonly body: Value | null;
}

/** `404`, `4xx`, `default`, `timeout` or `network`, with the cases that are tried in order. */
export interface ErrorRule {
  readonly on: string;
  readonly cases: readonly ErrorCase[];
}

export interface ErrorCase {
  /** Null for a case that always fits. In it and in the outcome `error` and `input` are in scope. */
  readonly when: Expression | null;
  readonly outcome: ErrorOutcome;
}

export type ErrorOutcome =
  | { readonly kind: "failure"; readonly members: readonly Member[] }
  | { readonly kind: "result"; readonly value: Value }
  | { readonly kind: "value"; readonly value: Value }
  | { readonly kind: "fatal" };
