import { isList, isObject, type JsonObject, type JsonValue, parsedJson } from "../../model/json.js";
import type { AssistantMessage, Message, ToolResult } from "../model.js";

/** A shorter value would be found where it is not meant. */
const shortestReplaced = 6;

/** Messages in which values that differ from run to run have names: `<draft_id 1>`. */
export interface NamedMessages {
  readonly messages: readonly Message[];
  /** Name → value. */
  readonly values: ReadonlyMap<string, JsonValue>;
}

/**
 * Gives names to the values of `members` in tool results, in the order in which they appear, and
 * puts the names in their place wherever else they stand. The turns of the model are taken from
 * `recorded` as far as it goes: two values may be equal in one run and not in another.
 */
export function nameValues(
  messages: readonly Message[],
  members: readonly string[],
  recorded: readonly AssistantMessage[],
): NamedMessages {
  const naming = new Naming(new Set(members));
  let turn = 0;
  const named = messages.map((message): Message => {
    switch (message.role) {
      case "user":
        return message;
      case "assistant": {
        const known = recorded[turn];
        turn += 1;
        return known ?? naming.assistant(message);
      }
      case "tools":
        return { ...message, results: message.results.map((result) => naming.result(result)) };
      default:
        return message satisfies never;
    }
  });
  return { messages: named, values: naming.values };
}

/** A turn of the model's with the values that names stand for. */
export function withValues(
  message: AssistantMessage,
  values: ReadonlyMap<string, JsonValue>,
): AssistantMessage {
  const put = (text: string): string =>
    [...values].reduce((rest, [name, value]) => rest.replaceAll(name, String(value)), text);
  return mapTexts(message, put);
}

/** A turn of the model's with names for the values that are known. */
export function withNames(
  message: AssistantMessage,
  values: ReadonlyMap<string, JsonValue>,
): AssistantMessage {
  return mapTexts(message, (text) => replaceKnown(text, values));
}

class Naming {
  readonly values = new Map<string, JsonValue>();
  readonly #members: ReadonlySet<string>;
  readonly #counts = new Map<string, number>();

  constructor(members: ReadonlySet<string>) {
    this.#members = members;
  }

  assistant(message: AssistantMessage): AssistantMessage {
    return withNames(message, this.values);
  }

  result(result: ToolResult): ToolResult {
    const parsed = parsedJson(result.text);
    const text = isObject(parsed) ? JSON.stringify(this.#walk(parsed)) : result.text;
    return { ...result, text: replaceKnown(text, this.values) };
  }

  #walk(value: JsonValue): JsonValue {
    if (isList(value)) {
      return value.map((item) => this.#walk(item));
    }
    return isObject(value) ? this.#object(value) : value;
  }

  #object(value: JsonObject): JsonObject {
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => {
        const isScalar = typeof member === "string" || typeof member === "number";
        return [
          name,
          isScalar && this.#members.has(name) ? this.#name(name, member) : this.#walk(member),
        ];
      }),
    );
  }

  #name(member: string, value: JsonValue): string {
    const count = (this.#counts.get(member) ?? 0) + 1;
    this.#counts.set(member, count);
    const name = `<${member} ${count}>`;
    this.values.set(name, value);
    return name;
  }
}

function replaceKnown(text: string, values: ReadonlyMap<string, JsonValue>): string {
  return [...values].reduce((rest, [name, value]) => {
    const isLong = typeof value === "string" && value.length >= shortestReplaced;
    return isLong ? rest.replaceAll(value, name) : rest;
  }, text);
}

function mapTexts(message: AssistantMessage, map: (text: string) => string): AssistantMessage {
  return {
    role: "assistant",
    text: map(message.text),
    calls: message.calls.map(({ id, tool, arguments: given, malformed }) => ({
      id,
      tool,
      arguments: given === null ? null : mapMembers(given, map),
      malformed: malformed === null ? null : map(malformed),
    })),
  };
}

function mapMembers(value: JsonObject, map: (text: string) => string): JsonObject {
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, mapValue(member, map)]),
  );
}

function mapValue(value: JsonValue, map: (text: string) => string): JsonValue {
  if (typeof value === "string") {
    return map(value);
  }
  if (isList(value)) {
    return value.map((item) => mapValue(item, map));
  }
  return isObject(value) ? mapMembers(value, map) : value;
}
