import fc from "fast-check";
import * as code from "../../src/emit/code.js";
import * as statements from "../../src/emit/statements.js";
import type {
  BinaryOperator,
  TsExpression,
  TsObjectMember,
  TsParameter,
  TsStatement,
  TsType,
} from "../../src/emit/syntax.js";

/** Random programs in what we emit, for the tests of the printer. */

const word = fc
  .tuple(
    fc.constantFrom(
      "a",
      "id",
      "order",
      "customer",
      "refundable_cents",
      "response",
      "Zed",
      "amount",
    ),
    fc.constantFrom("", "", "s", "_in_minor_units", "_1"),
  )
  .map(([head, tail]) => head + tail);

const text = fc.oneof(
  fc.constantFrom(
    "",
    "open",
    "paid",
    "it's",
    '"quoted"',
    "a b",
    "The order can't be refunded any more.",
  ),
  fc.string({ maxLength: 30 }),
  fc.string({ unit: "binary", maxLength: 8 }),
);

const operators: readonly BinaryOperator[] = [
  "+",
  "-",
  "*",
  "/",
  "%",
  "<",
  ">=",
  "===",
  "!==",
  "&&",
  "||",
  "??",
];

const simpleType = fc
  .constantFrom("string", "number", "Context")
  .map((each) => statements.reference(each));
const objectPatternOf = fc
  .uniqueArray(word, { minLength: 1, maxLength: 3 })
  .map((names) => code.objectPattern(names));
export const parameterOf: fc.Arbitrary<TsParameter> = fc.oneof(
  word.map((each) => code.parameter(each)),
  fc
    .tuple(fc.oneof(word, objectPatternOf), simpleType)
    .map(([pattern, annotation]) => code.parameter(pattern, annotation)),
  objectPatternOf.map((pattern) => code.parameter(pattern)),
);

const leaf: fc.Arbitrary<TsExpression> = fc.oneof(
  word.map((each) => code.name(each)),
  word.map((each) => code.name(each)),
  fc.tuple(word, word).map(([a, b]) => code.member(code.name(a), b)),
  text.map((each) => code.literal(each)),
  fc
    .oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }))
    .map((each) => code.literal(each)),
  fc.constantFrom(code.literal(null), code.literal(true), code.undefinedValue),
  fc
    .constantFrom("^[a-z]+$", "^CUS-[0-9]{5}$", "a/b", "[^\\s]{1,200}@example\\.com")
    .map((each) => code.regex(each)),
);

export const expression: fc.Arbitrary<TsExpression> = fc.letrec<{
  any: TsExpression;
  chain: TsExpression;
}>((tie) => ({
  any: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaf,
    tie("chain"),
    tie("chain"),
    fc.array(tie("any"), { maxLength: 4 }).map(code.array),
    fc
      .array(fc.integer({ min: -9999, max: 99999 }), { maxLength: 40 })
      .map((each) => code.literal(each)),
    fc
      .tuple(fc.array(member(tie("any")), { maxLength: 4 }), fc.boolean())
      .map(([members, expanded]) => code.object(members, { expanded })),
    fc
      .tuple(tie("any"), fc.constantFrom(...operators), tie("any"))
      .map(([left, operator, right]) => code.binary(left, operator, right)),
    fc.tuple(tie("any"), tie("any"), tie("any")).map((parts) => code.conditional(...parts)),
    tie("any").map(code.not),
    tie("any")
      .filter((each) => each.kind !== "number")
      .map(code.negate),
    fc
      .array(fc.oneof(text, tie("any").filter(isLineable)), { minLength: 1, maxLength: 4 })
      .map(code.template),
    fc
      .tuple(
        fc.array(parameterOf, { maxLength: 3 }),
        tie("any").filter((each) => each.kind !== "arrow"),
        fc.boolean(),
      )
      .map(([parameters, body, async]) => code.arrow(parameters, body, { async })),
  ),
  chain: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    word.map((each) => code.name(each)),
    fc
      .tuple(tie("chain"), word, fc.boolean())
      .map(([of, each, optional]) => code.member(of, each, optional)),
    fc.tuple(tie("chain"), tie("any")).map(([of, at]) => code.index(of, at)),
    fc
      .tuple(tie("chain"), word, fc.array(tie("any"), { maxLength: 3 }))
      .map(([of, each, args]) => code.call(code.member(of, each), args)),
    fc
      .tuple(word, fc.array(tie("any"), { maxLength: 3 }))
      .map(([each, args]) => code.call(code.name(each), args)),
    fc
      .tuple(
        word,
        word,
        tie("any").filter((each) => each.kind !== "arrow"),
      )
      .map(([of, each, body]) =>
        code.call(code.member(code.name(of), each), [code.arrow(["item"], body)]),
      ),
  ),
})).any;

/** Templates hold what stays on one line. */
function isLineable(node: TsExpression): boolean {
  return (
    !JSON.stringify(node).includes('"expanded":true') && !JSON.stringify(node).includes('"body":[')
  );
}

function member(value: fc.Arbitrary<TsExpression>): fc.Arbitrary<TsObjectMember> {
  const name = fc.oneof(
    word,
    word,
    fc.constantFrom("404", "5xx", "a-b", "__proto__", "ids[]", "größe"),
    text,
  );
  return fc.tuple(name, value).map(([key, each]) => code.property(key, each));
}

export const type: fc.Arbitrary<TsType> = fc.letrec<{ any: TsType }>((tie) => ({
  any: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc
      .constantFrom("string", "number", "boolean", "Context", "JsonValue")
      .map((each) => statements.reference(each)),
    fc.constantFrom("string", "number").map((each) => statements.reference(each)),
    text.map(statements.literalType),
    fc.constantFrom(statements.literalType(null), statements.reference("undefined")),
    fc.array(tie("any"), { minLength: 2, maxLength: 5 }).map(statements.union),
    fc
      .tuple(tie("any"), fc.boolean())
      .map(([each, readonly]) => statements.listOf(each, { readonly })),
    fc
      .array(tie("any"), { minLength: 1, maxLength: 2 })
      .map((each) => statements.reference("Record", each)),
    fc
      .tuple(fc.array(fc.tuple(word, tie("any"), fc.boolean()), { maxLength: 4 }), fc.boolean())
      .map(([members, expanded]) =>
        statements.objectType(
          members.map(([key, each, optional]) => statements.typeMember(key, each, { optional })),
          { expanded },
        ),
      ),
  ),
})).any;

export const statement: fc.Arbitrary<TsStatement> = fc.letrec<{ any: TsStatement }>((tie) => ({
  any: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc
      .tuple(fc.oneof(word, objectPatternOf), expression)
      .map(([pattern, value]) => statements.constant(pattern, value)),
    fc
      .tuple(word, expression)
      .map(([each, value]) => statements.constant(each, code.awaiting(value))),
    fc
      .tuple(word, simpleType, expression)
      .map(([each, annotation, value]) =>
        statements.constant(each, value, { type: annotation, comment: "Made at random." }),
      ),
    expression
      .filter((each) => each.kind !== "object")
      .map((each) => statements.run(code.awaiting(each))),
    expression.map(statements.returning),
    expression.map(statements.throwing),
    fc
      .tuple(
        expression,
        fc.array(tie("any"), { maxLength: 2 }),
        fc.option(fc.array(tie("any"), { maxLength: 2 })),
      )
      .map(([test, consequent, alternate]) => statements.iff(test, consequent, alternate)),
    fc
      .tuple(word, fc.array(parameterOf, { maxLength: 3 }), fc.array(tie("any"), { maxLength: 2 }))
      .map(([each, parameters, body]) =>
        statements.functionOf(each, parameters, body, { async: true }),
      ),
    fc
      .tuple(word, fc.array(parameterOf, { maxLength: 2 }), fc.array(tie("any"), { maxLength: 2 }))
      .map(([each, parameters, body]) =>
        statements.constant(
          each,
          code.call(code.name("define"), [
            code.object(
              [
                code.property("name", code.literal("x")),
                code.method("run", parameters, body, { async: true }),
              ],
              { expanded: true },
            ),
          ]),
        ),
      ),
    fc
      .tuple(word, fc.array(parameterOf, { maxLength: 2 }), fc.array(tie("any"), { maxLength: 2 }))
      .map(([each, parameters, body]) =>
        statements.constant(
          each,
          code.call(code.name("define"), [code.arrow(parameters, body, { async: true })]),
        ),
      ),
    fc.tuple(word, type).map(([each, value]) => statements.typeAlias(each, value)),
    fc
      .tuple(word, fc.array(fc.tuple(word, type, fc.boolean()), { maxLength: 4 }))
      .map(([each, members]) =>
        statements.interfaceOf(
          each,
          members.map(([key, value, optional]) =>
            statements.typeMember(key, value, { optional, comment: optional ? "Why." : "" }),
          ),
        ),
      ),
  ),
})).any;

export const program: fc.Arbitrary<readonly TsStatement[]> = fc
  .array(statement, { minLength: 1, maxLength: 4 })
  .map((body) => [statements.functionOf("main", [], body, { async: true })]);
