import type { Type as CelType } from "@bufbuild/cel-spec/cel/expr/checked_pb.js";
import type { Value } from "@bufbuild/cel-spec/cel/expr/value_pb.js";
import type { Type } from "../../src/expression/type.js";
import * as types from "../../src/expression/types.js";
import {
  durationOf,
  durationText,
  timestampOf,
  timestampText,
} from "../../templates/server/src/runtime/time.js";

/** A value of the suite as an expression has it at run time; moments as text, which is how they leave. */
export function plainValueOf(value: Value | undefined): unknown {
  const kind = value?.kind;
  switch (kind?.case) {
    case "boolValue":
    case "stringValue":
    case "doubleValue":
      return kind.value;
    case "int64Value":
      return Number(kind.value);
    case "typeValue":
      return kind.value;
    case "listValue":
      return kind.value.values.map(plainValueOf);
    case "mapValue":
      return Object.fromEntries(
        kind.value.entries.map((entry) => [
          String(plainValueOf(entry.key)),
          plainValueOf(entry.value),
        ]),
      );
    case "objectValue":
      return messageText(kind.value.typeUrl, kind.value.value);
    default:
      return null;
  }
}

/** Seconds and nanoseconds, the two fields of both messages. */
function messageText(typeUrl: string, bytes: Uint8Array): string {
  const [seconds, nanoseconds] = varints(bytes);
  const total = BigInt.asIntN(64, seconds) * 1_000_000_000n + BigInt.asIntN(32, nanoseconds);
  return typeUrl.endsWith("Timestamp") ? timestampText(total) : durationText(total);
}

function varints(bytes: Uint8Array): readonly [bigint, bigint] {
  const fields: [bigint, bigint] = [0n, 0n];
  let at = 0;
  while (at < bytes.length) {
    const field = (bytes[at] ?? 0) >> 3;
    at += 1;
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at] ?? 0;
      at += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) {
        break;
      }
    }
    fields[field === 1 ? 0 : 1] = value;
  }
  return fields;
}

/** A binding's value, with moments as the bigints that they are inside. */
export function boundValueOf(value: Value | undefined): unknown {
  const plain = plainValueOf(value);
  if (value?.kind.case !== "objectValue") {
    return plain;
  }
  return value.kind.value.typeUrl.endsWith("Timestamp") ? timestampOf(plain) : durationOf(plain);
}

const primitives: readonly Type[] = [
  types.present(types.anything),
  types.present(types.boolean),
  types.present(types.int),
  types.present(types.anything),
  types.present(types.double),
  types.present(types.string),
];

/** A declared type; null for what JSON has not. */
export function typeOf(type: CelType | undefined): Type | null {
  const kind = type?.typeKind;
  switch (kind?.case) {
    case "dyn":
      return { core: types.anything, absence: "null" };
    case "null":
      return types.nullType;
    case "primitive":
      return primitives[kind.value] ?? null;
    case "wellKnown":
      return kind.value === 2
        ? types.present(types.timestamp)
        : kind.value === 3
          ? types.present(types.duration)
          : { core: types.anything, absence: "null" };
    case "messageType":
      return kind.value.endsWith("Timestamp")
        ? types.present(types.timestamp)
        : kind.value.endsWith("Duration")
          ? types.present(types.duration)
          : null;
    case "listType": {
      const element = typeOf(kind.value.elemType);
      return element === null ? null : types.present(types.listOf(element));
    }
    case "mapType": {
      const value = typeOf(kind.value.valueType);
      return value === null ? null : types.present({ kind: "map", value });
    }
    default:
      return null;
  }
}
