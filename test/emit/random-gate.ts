import fc from "fast-check";
import * as code from "../../src/emit/code.js";
import * as statements from "../../src/emit/statements.js";
import type { TsExpression, TsStatement } from "../../src/emit/syntax.js";
import { expression, parameterOf } from "./random-code.js";

/** What gates are made of beside what every tool is, at random. */

const parts = ["create", "Refund", "Draft", "For", "Customers", "Subscription"];
const long = fc
  .array(fc.constantFrom(...parts), { minLength: 1, maxLength: 12 })
  .map((each) => each.join(""));

const request = fc
  .tuple(
    fc.subarray(["path", "query", "header"] as const),
    fc.option(expression),
    fc.array(fc.tuple(long, expression), { minLength: 1, maxLength: 3 }),
  )
  .map(([locations, body, members]) =>
    code.object(
      [
        ...locations.map((each) => code.property(each, code.object(Object.fromEntries(members)))),
        ...(body === null ? [] : [code.property("body", body)]),
      ],
      { expanded: true },
    ),
  );

/** `{ … } satisfies RequestOf<Billing["createRefund"]>` */
const prepared: fc.Arbitrary<TsExpression> = fc
  .tuple(request, long, long)
  .map(([value, client, operation]) =>
    code.satisfies(
      value,
      statements.reference("RequestOf", [
        statements.indexed(statements.reference(client), operation),
      ]),
    ),
  );

const drafted = fc
  .tuple(fc.boolean(), expression, prepared, fc.option(prepared))
  .map(([isCommon, summary, sent, cancel]) =>
    code.call(code.name("draft"), [
      code.object([
        isCommon ? code.spreadMember(code.name("common")) : code.property("summary", summary),
        code.property("request", sent),
        ...(cancel === null
          ? []
          : [
              code.property(
                "cancel",
                code.object({ operation: code.literal("undo"), request: cancel }),
              ),
            ]),
      ]),
    ]),
  );

/** `operation === "a" && kept.alternative === 0 ? await api.a(request) : …` */
const choice = fc
  .tuple(expression, long, long, expression, expression)
  .map(([test, a, b, first, second]) =>
    code.conditional(
      test,
      code.awaiting(code.call(code.member(code.name("api"), a), [code.name("request"), first])),
      code.awaiting(
        code.call(
          code.member(code.call(code.member(code.name("api"), b), [code.name("request")]), "then"),
          [code.arrow(["response"], second.kind === "arrow" ? code.name("x") : second)],
        ),
      ),
    ),
  );

const inside: fc.Arbitrary<TsStatement> = fc.oneof(
  drafted.map(statements.returning),
  fc
    .tuple(expression, drafted)
    .map(([test, each]) => statements.iff(test, [statements.returning(each)])),
  fc
    .array(fc.tuple(long, expression), { maxLength: 3 })
    .map((members) =>
      statements.constant("common", code.asConst(code.object(Object.fromEntries(members)))),
    ),
  choice.map((each) => statements.constant("response", each)),
  fc
    .tuple(long, expression)
    .map(([name, made]) =>
      statements.constant(
        "apiDraft",
        code.awaiting(
          code.call(code.name("once"), [
            code.arrow([], code.call(code.member(code.name("api"), name), [made])),
          ]),
        ),
      ),
    ),
  fc
    .tuple(fc.array(parameterOf, { maxLength: 1 }), expression)
    .map(([parameters, chosen]) =>
      statements.constant(
        "gate",
        code.object([
          code.property(
            "approval",
            code.arrow(parameters, chosen.kind === "arrow" ? code.name("x") : chosen),
          ),
        ]),
      ),
    ),
);

const alias: fc.Arbitrary<TsStatement> = fc
  .tuple(
    // The name of a tool has 40 characters at most.
    long.map((each) => each.slice(0, 47)),
    fc.array(long, { minLength: 1, maxLength: 3 }),
  )
  .map(([name, operations]) =>
    statements.typeAlias(
      name,
      statements.reference("GateHandler", [
        statements.typeOf("input"),
        statements.reference("Pick", [
          statements.reference(name),
          statements.union(operations.map(statements.literalType)),
        ]),
        statements.reference("State"),
      ]),
      {
        exported: true,
        parameters: [{ name: "State", constraint: statements.reference("object") }],
      },
    ),
  );

/** Statements of `prepare` and `confirm`, in a function; and what a gate's handler is held to. */
export const gateStatement: fc.Arbitrary<TsStatement> = fc.oneof(
  fc
    .array(inside, { minLength: 1, maxLength: 2 })
    .map((body) => statements.functionOf("prepare", [], body, { async: true })),
  alias,
);
