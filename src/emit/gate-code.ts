import type { GateBody, GateCall } from "../model/gate.js";
import type { RequestValue } from "../model/tool.js";
import {
  arrow,
  asConst,
  awaiting,
  call,
  literal,
  method,
  name,
  object,
  objectPattern,
  parameter,
  property,
  satisfies,
  spreadMember,
} from "./code.js";
import { CodeScope, type NamePlan } from "./code-scope.js";
import { approvalCode } from "./gate-approval.js";
import { chosen, type Way, waysOf } from "./gate-ways.js";
import { constant, iff, indexed, reference, returning, run } from "./statements.js";
import { callCode, preparedCallCode, requestCode } from "./step-code.js";
import type { TsExpression, TsObjectMember, TsStatement, TsType } from "./syntax.js";
import type { ToolWriter } from "./tool-code.js";
import { memberCodes, valueCode } from "./value-code.js";

/** What is answered where no alternative fits. */
export const notApplicable = {
  error: "not_applicable",
  reason: "Nothing that this job could do fits.",
};

/** The two halves of a gate. What `prepare` keeps is all that `confirm` knows. */
export class GateWriter {
  readonly #body: GateBody;
  readonly #writer: ToolWriter;
  readonly #confirming: CodeScope;
  /** The type of the API's client. */
  readonly #client: TsType;
  readonly #ways: readonly Way[];

  constructor(body: GateBody, writer: ToolWriter, client: TsType, plan: NamePlan) {
    this.#body = body;
    this.#writer = writer;
    this.#client = client;
    this.#ways = waysOf(body.calls);
    const names = new Map([...writer.locals].map(([step, local]) => [step, name(local)]));
    this.#confirming = new CodeScope(writer.imports, names, { ...plan, destructured: false });
  }

  /** `async prepare({ … }, { api }: Context<Billing>) { … return draft({ … }); }` */
  prepare(): TsObjectMember {
    const { apiDraft } = this.#body;
    const statements = [...this.#writer.statements(), ...this.#apiDraft(), ...this.#drafts()];
    return this.#writer.first("prepare", statements, apiDraft === null ? [] : ["once"]);
  }

  /** `async confirm({ request, kept }, { api }) { … }` */
  confirm(): TsObjectMember {
    const { calls, kept, output } = this.#body;
    const scope = this.#confirming;
    const sent = this.#sent();
    const result = valueCode(output, scope);
    const recorded = calls.find((each) => each.call.recorded)?.call;
    const names = kept.filter((each) => scope.uses(each));
    const statements = [
      ...(names.length === 0 ? [] : [this.#takenOut(names)]),
      ...(recorded === undefined
        ? []
        : [constant(this.#local(`http.${recorded.name}`), call(scope.runtime("received"), []))]),
      calls.some((each) => each.call.used) ? constant("response", sent) : run(sent),
      returning(result),
    ];
    const given = [
      ...(this.#ways.length > 1 ? ["operation"] : []),
      "request",
      ...(names.length > 0 || this.#isMarked ? ["kept"] : []),
      ...(scope.uses("input") ? ["input"] : []),
    ];
    const context = ["api", ...(scope.uses("upstream") ? ["upstream"] : [])];
    const parameters = [parameter(objectPattern(given)), parameter(objectPattern(context))];
    return method("confirm", parameters, statements, { async: true });
  }

  /** `const apiDraft = await once(() => api.createRefundDraft({ … }));` */
  #apiDraft(): readonly TsStatement[] {
    const { apiDraft } = this.#body;
    if (apiDraft === null) {
      return [];
    }
    const { scope } = this.#writer;
    const sent = callCode(apiDraft.call, scope, this.#writer.surroundings(null));
    const made = awaiting(call(name("once"), [arrow([], sent)]));
    return [apiDraft.call.used ? constant(this.#local(apiDraft.call.name), made) : run(made)];
  }

  /** One draft; of several alternatives the first that fits. */
  #drafts(): readonly TsStatement[] {
    const { calls } = this.#body;
    const { scope } = this.#writer;
    const isAlone = calls.length === 1;
    const drafts = calls.map((each, index) => {
      const own = [...this.#callMembers(each), ...this.#endMembers(isAlone ? null : index)];
      const members = isAlone
        ? [...this.#described(), ...own]
        : [spreadMember(name("common")), ...own];
      const drafted = returning(call(scope.runtime("draft"), [object(members)]));
      return each.when === null ? drafted : iff(scope.expression(each.when), [drafted]);
    });
    const common = constant("common", asConst(object(this.#described())));
    return [
      ...(isAlone ? [] : [common]),
      ...drafts,
      ...(calls.at(-1)?.when === null
        ? []
        : [returning(call(scope.runtime("failure"), [literal(notApplicable)]))]),
    ];
  }

  /** What a person is told, and who has to say yes. */
  #described(): readonly TsObjectMember[] {
    const { approval, show, summary, typed } = this.#body;
    const { scope } = this.#writer;
    return [
      property("summary", valueCode(summary, scope)),
      ...(show.length === 0 ? [] : [property("show", object(memberCodes(show, scope)))]),
      ...(typed === null ? [] : [property("typed", scope.expression(typed))]),
      property("approval", approvalCode(approval, scope)),
    ];
  }

  #callMembers({
    call: { operation, request },
    secretPlaces,
  }: GateCall): readonly TsObjectMember[] {
    return [
      property("operation", literal(operation)),
      property("request", this.#request(operation, request)),
      ...(secretPlaces.length === 0 ? [] : [property("secret", literal(secretPlaces))]),
    ];
  }

  /** `index` is that of the alternative. */
  #endMembers(index: number | null): readonly TsObjectMember[] {
    const { apiDraft, kept } = this.#body;
    const cancel = apiDraft?.cancel ?? null;
    const members = kept.map((each) => {
      const local = this.#local(each);
      return property(local, name(local));
    });
    const mark = this.#isMarked && index !== null ? [property("alternative", literal(index))] : [];
    const all = [...members, ...mark];
    return [
      ...(cancel === null
        ? []
        : [
            property(
              "cancel",
              object({
                operation: literal(cancel.operation),
                request: this.#request(cancel.operation, cancel.request),
              }),
            ),
          ]),
      ...(all.length === 0 ? [] : [property("kept", object(all))]),
    ];
  }

  /** `{ … } satisfies RequestOf<Billing["createRefund"]>` */
  #request(operation: string, request: RequestValue): TsExpression {
    const { imports, scope } = this.#writer;
    const type = reference(imports.type(imports.runtimePath("client"), "RequestOf"), [
      indexed(this.#client, operation),
    ]);
    return satisfies(requestCode(request, scope, { expanded: true }), type);
  }

  /** The call that was prepared, or a choice among them. */
  #sent(): TsExpression {
    const around = this.#writer.surroundings(null);
    const sent = ({ of }: Way) =>
      awaiting(preparedCallCode(of.call, name("request"), this.#confirming, around));
    return chosen(this.#ways, sent);
  }

  /** `const { order } = kept;` */
  #takenOut(names: readonly string[]): TsStatement {
    return constant(objectPattern(names.map((each) => this.#local(each))), name("kept"));
  }

  #local(wanted: string): string {
    return this.#writer.locals.get(wanted) ?? wanted;
  }

  /** Whether the operation alone does not tell which alternative was prepared. */
  get #isMarked(): boolean {
    return this.#ways.some((way) => way.isMarked);
  }
}
