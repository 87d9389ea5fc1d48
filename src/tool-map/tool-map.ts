import type { Approval, Approvals } from "../model/gate.js";
import type { JsonPrimitive, JsonValue } from "../model/json.js";
import type { Effect } from "../model/operation.js";
import type { FunctionType } from "../model/server.js";
import type { SourceFile, Span, Spanned } from "../source/source-file.js";
import type { SourceText } from "../source/source-text.js";

/** A tool map as written: checked for its own grammar, not yet against an API. */
export interface ToolMap {
  readonly file: SourceFile;
  readonly server: ServerEntry;
  readonly spec: Spanned<string>;
  readonly output: Spanned<string>;
  readonly upstream: UpstreamEntry;
  readonly errors: readonly ErrorRuleEntry[];
  /** In file order, names unique. */
  readonly tools: readonly ToolEntry[];
  readonly audit: AuditEntry;
  readonly functions: readonly FunctionEntry[];
  readonly operations: OperationsEntry;
  readonly approvals: ApprovalsEntry | null;
}

export interface ServerEntry {
  readonly name: Spanned<string>;
  readonly title: Spanned<string> | null;
  /** "0.1.0" where the map states none. */
  readonly version: string;
  readonly instructions: Spanned<string> | null;
  /** Package → version range. */
  readonly dependencies: Readonly<Record<string, string>>;
}

export interface UpstreamEntry {
  readonly span: Span;
  readonly baseUrl: SourceText | null;
  /** Servers of single operations that lie elsewhere, by their URLs in the spec. */
  readonly servers: readonly ServerAddress[];
  /** By security scheme. A basic scheme has two texts, every other one. */
  readonly auth: readonly CredentialEntry[];
  readonly headers: readonly NamedText[];
  readonly with: readonly NamedText[];
  readonly timeoutMs: number;
  readonly deadlineMs: number;
  readonly retries: number;
  readonly idempotency: {
    readonly header: Spanned<string>;
    readonly operations: readonly Spanned<string>[];
  } | null;
  readonly pagination: readonly PaginationEntry[];
  readonly contract: "warn" | "strict";
}

/** A further address that requests may go to. */
export interface ServerAddress {
  /** As the spec has it. */
  readonly url: Spanned<string>;
  /** Null where that is the address. */
  readonly baseUrl: SourceText | null;
  /** Whether the credentials of the map may go there. */
  readonly credentials: boolean;
}

export interface CredentialEntry {
  readonly scheme: Spanned<string>;
  readonly secret:
    | { readonly kind: "token"; readonly value: SourceText }
    | { readonly kind: "basic"; readonly username: SourceText; readonly password: SourceText }
    | ClientSecret;
}

/** What a server proves itself with where it fetches its own tokens (OAuth 2.0, client credentials). */
export interface ClientSecret {
  readonly kind: "client";
  readonly id: SourceText;
  readonly secret: SourceText;
  /** In the Authorization header, or in the body of the token request. */
  readonly auth: "basic" | "body";
  /** Null where the spec's own holds. */
  readonly tokenUrl: SourceText | null;
}

export interface NamedText {
  readonly name: Spanned<string>;
  readonly value: SourceText;
}

/** An expression over `response` that gives the URL of the next page. */
export interface NextUrl {
  readonly link: SourceText;
  readonly span: Span;
}

export interface PaginationEntry {
  readonly param: Spanned<string>;
  /** An expression over `response`, a way of counting, or a URL: in the Link header, or as `link` says. */
  readonly next: SourceText | Spanned<"link" | "page" | "offset"> | NextUrl;
  readonly more: SourceText | null;
  readonly total: SourceText | null;
}

export interface ToolEntry {
  readonly name: Spanned<string>;
  readonly span: Span;
  readonly title: Spanned<string> | null;
  readonly description: Spanned<string>;
  readonly inputs: readonly InputEntry[];
  readonly job:
    | { readonly kind: "call"; readonly step: StepEntry }
    | { readonly kind: "steps"; readonly steps: readonly StepEntry[] }
    | {
        readonly kind: "handler";
        readonly file: Spanned<string>;
        readonly calls: readonly Spanned<string>[];
        readonly outputSchema: Spanned<JsonValue> | null;
      }
    | GateEntry
    | GateHandlerEntry;
  /** In file order, with where each stands among the steps. */
  readonly lets: readonly { readonly name: Spanned<string>; readonly value: SourceText }[];
  readonly requires: readonly RequireEntry[];
  /** Null where the tool states none; it then answers with what its last call answers. */
  readonly output: Template | null;
  readonly errors: readonly ErrorRuleEntry[];
  readonly limit: Spanned<{ readonly calls: number; readonly seconds: number }> | null;
  /** `none`; how many pages a call walks is said by its step. */
  readonly pages: Spanned<"none"> | null;
  readonly unconfirmed: Spanned<string> | null;
  readonly annotations: {
    readonly readOnly: Spanned<boolean> | null;
    readonly destructive: Spanned<boolean> | null;
    readonly idempotent: Spanned<boolean> | null;
    readonly openWorld: Spanned<boolean> | null;
  };
}

/** A job that is prepared, and confirmed before its call is made. */
export interface GateEntry {
  readonly kind: "gate";
  readonly steps: readonly StepEntry[];
  /** Text in which `${…}` may stand. */
  readonly summary: SourceText;
  /** Rows for people: plain text, or text in which `${…}` may stand. */
  readonly show: readonly MemberTemplate[];
  readonly approval: ApprovalEntry;
  /** Null where the map states none. */
  readonly expiresMs: number | null;
  readonly draft: DraftEntry | null;
  /** Tried in this order, each named `response`. */
  readonly calls: readonly StepEntry[];
}

/** The same with a handler: what it may call is told apart by effect. */
export interface GateHandlerEntry {
  readonly kind: "gate-handler";
  readonly file: Spanned<string>;
  readonly calls: readonly Spanned<string>[];
  readonly outputSchema: Spanned<JsonValue> | null;
  readonly approval: ApprovalEntry;
  readonly expiresMs: number | null;
}

/** A word, or a text that is one `${…}`. */
export type ApprovalEntry =
  | { readonly kind: "literal"; readonly approval: Approval; readonly span: Span }
  | { readonly kind: "expression"; readonly source: SourceText; readonly span: Span };

/** A draft that the API keeps itself. */
export interface DraftEntry {
  /** Named `draft`. */
  readonly step: StepEntry;
  readonly cancel: StepEntry | null;
}

export interface StepEntry {
  /** `response` for the `call:` shorthand and the calls of a gate. */
  readonly name: Spanned<string>;
  readonly call: Spanned<string>;
  readonly with: readonly MemberTemplate[];
  readonly when: SourceText | null;
  readonly returns: SourceText | null;
  readonly variant: Spanned<string> | null;
  /** The elements for which the call is made, one after the other known as `item`. */
  readonly each: EachEntry | null;
  /** At most so many pages are read and joined; null where there is no walk. */
  readonly pages: Spanned<number> | null;
  /** Origins to which the answer may redirect. */
  readonly follow: readonly Spanned<string>[];
  readonly errors: readonly ErrorRuleEntry[];
}

export interface EachEntry {
  readonly in: SourceText;
  /** Elements beyond it are left out. */
  readonly max: number;
}

export interface InputEntry {
  readonly name: Spanned<string>;
  readonly span: Span;
  /** `path.id`, `body.a.b`, `query."statuses[]"`. */
  readonly to: SourceText | null;
  /** `operation.parameter`. */
  readonly like: Spanned<string> | null;
  readonly required: Spanned<boolean> | null;
  readonly clamp: Spanned<boolean> | null;
  readonly secret: Spanned<boolean> | null;
  /** JSON Schema keywords (`type`, `enum`, `pattern`, `default`, `description`, …), in file order. */
  readonly keywords: readonly {
    readonly name: Spanned<string>;
    readonly value: Spanned<JsonValue>;
  }[];
}

export interface RequireEntry {
  readonly that: SourceText;
  /** `error`, a literal snake_case code. */
  readonly error: Spanned<string>;
  /** The members after `error`, `reason` among them. */
  readonly members: readonly MemberTemplate[];
}

/** `404`, `4xx`, `default`, `timeout`, `network`, with the cases to try in order. */
export interface ErrorRuleEntry {
  readonly on: Spanned<string>;
  readonly cases: readonly ErrorCaseEntry[];
}

export interface ErrorCaseEntry {
  readonly span: Span;
  readonly when: SourceText | null;
  readonly outcome:
    | {
        readonly kind: "failure";
        readonly error: Spanned<string>;
        readonly members: readonly MemberTemplate[];
      }
    | { readonly kind: "result"; readonly value: Template }
    | { readonly kind: "value"; readonly value: Template }
    | { readonly kind: "fatal" };
}

/** A value in which text may hold `${ expression }`. */
export type Template =
  | { readonly kind: "literal"; readonly value: JsonPrimitive; readonly span: Span }
  | { readonly kind: "text"; readonly source: SourceText }
  | { readonly kind: "list"; readonly items: readonly Template[]; readonly span: Span }
  | { readonly kind: "object"; readonly members: readonly MemberTemplate[]; readonly span: Span }
  | ProjectionTemplate;

export interface MemberTemplate {
  readonly name: Spanned<string>;
  readonly value: Template;
}

/** In outputs alone. */
export interface ProjectionTemplate {
  readonly kind: "projection";
  readonly span: Span;
  readonly from: SourceText;
  readonly pick: readonly PickEntry[] | null;
  readonly maxItems: Spanned<number> | null;
  readonly maxLength: Spanned<number> | null;
  readonly keep: "start" | "end";
}

/** A field's name, or a name with an expression over the element (`price: "money(amount, currency)"`). */
export interface PickEntry {
  readonly name: Spanned<string>;
  readonly value: SourceText | null;
  readonly secret: boolean;
}

export interface AuditEntry {
  readonly to: "stderr" | { readonly file: string } | { readonly both: string };
  readonly redact: readonly Spanned<string>[];
}

/** Who may say yes, and where drafts are kept. */
export interface ApprovalsEntry {
  /** The key. */
  readonly span: Span;
  readonly url: SourceText | null;
  readonly store: Spanned<Approvals["store"]> | null;
  readonly requester: SourceText | null;
  readonly approvers: readonly SourceText[];
  readonly slack: SourceText | null;
  readonly email: { readonly smtp: SourceText; readonly from: SourceText } | null;
}

export interface FunctionEntry {
  readonly name: Spanned<string>;
  readonly args: readonly FunctionType[];
  readonly returns: FunctionType;
}

export interface OperationsEntry {
  readonly effects: readonly { readonly operation: Spanned<string>; readonly effect: Effect }[];
  /** An operation, or a glob over paths or tags, with the reason for leaving it out. */
  readonly exclude: readonly { readonly operation: Spanned<string>; readonly reason: string }[];
}
