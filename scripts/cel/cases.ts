import type { SimpleTest } from "@bufbuild/cel-spec/cel/expr/conformance/test/simple_pb.js";
import {
  getConformanceSuite,
  type IncrementalTestSuite,
} from "@bufbuild/cel-spec/testdata/tests.js";

/** A conformance test with its place in the suite: `string_ext/char_at/middle_index`. */
export interface Case {
  readonly name: string;
  readonly test: SimpleTest;
}

/** Why a test is not of ours to pass. */
export type Exclusion =
  | "not for JSON"
  | "map keys that JSON has not"
  | "departure"
  | "past 2^53"
  | "names with dots"
  | "back-quoted field";

export function conformanceCases(): readonly Case[] {
  return casesOf(getConformanceSuite(), "");
}

function casesOf(suite: IncrementalTestSuite, prefix: string): readonly Case[] {
  return [
    ...suite.tests.map((test) => ({ name: `${prefix}${test.name}`, test: test.original })),
    ...suite.suites.flatMap((inner) => casesOf(inner, `${prefix}${inner.name}/`)),
  ];
}

/** Groups that are about protobuf messages and enums, or about extensions other than that of strings. */
const otherGroups =
  /^(?:bindings_ext|block_ext|dynamic|encoders_ext|enums|math_ext|optionals|proto2|proto2_ext|proto3|unknowns|wrappers|string_ext\/format|string_ext\/format_errors|comparisons\/eq_wrapper|conversions\/bytes|parse\/(?:bytes_literals|struct_field_names)|string\/bytes_concat|type_deductions\/wrappers)\b/;

/** A map with keys that are numbers or booleans. */
const otherKeys = /[{,]\s*(?:-?[0-9.]+|true|false|null)\s*:/;

/** Messages, unsigned integers, and bytes, in the text of an expression. */
const notJson =
  /google\.protobuf|TestAllTypes|GlobalEnum|NestedEnum|\b(?:0x[0-9a-fA-F]+|[0-9]+)u\b|\buint\(|\buint\b|\bbytes\b|(?<![\w'"])[bB][rR]?['"]|(?<![\w'"])[rR][bB]['"]|\.format\(|proto[23]|cel\.expr\.conformance|optional|math\.|base64/;

export function exclusionOf({ name, test }: Case): Exclusion | null {
  if (namesOf(test).some((each) => each.includes("."))) {
    return "names with dots";
  }
  if (test.container !== "" || otherGroups.test(name) || notJson.test(test.expr)) {
    return "not for JSON";
  }
  if (usesOtherValues(test)) {
    return "not for JSON";
  }
  if (otherKeys.test(test.expr)) {
    return "map keys that JSON has not";
  }
  if (/\.\s*`/.test(test.expr)) {
    return "back-quoted field";
  }
  return largeNumber(test) ? "past 2^53" : null;
}

/** Those of the variables that a test declares or binds. */
function namesOf({ typeEnv, bindings }: SimpleTest): readonly string[] {
  return [...typeEnv.map(({ name }) => name), ...Object.keys(bindings)];
}

function usesOtherValues(test: SimpleTest): boolean {
  const text = JSON.stringify(test, (_, value: unknown) =>
    typeof value === "bigint" ? String(value) : value,
  );
  return /"case":"(?:uint64Value|bytesValue|enumValue|function)"|"wrapper"|TestAllTypes/.test(text);
}

function largeNumber(test: SimpleTest): boolean {
  const digits = test.expr.match(/(?<![\w.])[0-9]{16,}(?![.\w])/g) ?? [];
  const hex = test.expr.match(/0x[0-9a-fA-F]{14,}/g) ?? [];
  return [...digits, ...hex].some((each) => BigInt(each) > BigInt(Number.MAX_SAFE_INTEGER));
}
