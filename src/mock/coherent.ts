import type { JsonObject, JsonValue } from "../model/json.js";
import type { RecordedParameters } from "./mock.js";
import { isObject } from "./value/checks.js";
import { wordsOf } from "./value/words.js";

/** What of a request an answer should agree with. */
export interface Asked {
  readonly method: string;
  /** The operation's path, with its parameters in braces. */
  readonly template: string;
  readonly parameters: RecordedParameters;
  readonly body: JsonValue;
  /** Of the answer. */
  readonly status: number;
}

/**
 * The answer with what the request named: the ID that was asked for, the customer whose invoices were
 * listed, the name that was sent, no more elements than the limit. Each change is kept only where the
 * answer is still `valid` with it.
 */
export function coherent(
  answer: JsonValue,
  asked: Asked,
  valid: (answer: JsonValue) => boolean,
): JsonValue {
  let value = answer;
  const apply = (changed: JsonValue): void => {
    value = changed === value || !valid(changed) ? value : changed;
  };
  const limit = limitOf(asked.parameters.query);
  apply(mapLists(value, (list) => (list.length > limit ? list.slice(0, limit) : list)));
  for (const [name, known] of namesOf(asked)) {
    apply(mapObjects(value, (object) => replaced(object, name, known)));
  }
  for (const [name, known] of ownersOf(asked)) {
    apply(mapLists(value, (list) => mapItems(list, (item) => replaced(item, name, known))));
  }
  if (asked.status >= 400) {
    // Source: RFC 9457, section 3.1.2: the member repeats the status of the answer.
    apply(isObject(value) ? replaced(value, "status", asked.status) : value);
  }
  apply(mapTotals(value));
  return value;
}

function replaced(object: JsonObject, name: string, value: JsonValue): JsonObject {
  const own = Object.hasOwn(object, name) ? object[name] : undefined;
  return own !== undefined && own !== value && !isContainer(own)
    ? { ...object, [name]: value }
    : object;
}

function isContainer(value: JsonValue): boolean {
  return typeof value === "object" && value !== null;
}

/** The answer, or else the objects that its members are: `{ "customer": { "id": … } }`. */
function mapObjects(value: JsonValue, change: (object: JsonObject) => JsonObject): JsonValue {
  if (!isObject(value)) {
    return value;
  }
  const changed = change(value);
  return changed === value
    ? mapMembers(value, (member) => (isObject(member) ? change(member) : member))
    : changed;
}

/** The answer where it is a list, or the lists that its members are. */
function mapLists(
  value: JsonValue,
  change: (list: readonly JsonValue[]) => readonly JsonValue[],
): JsonValue {
  if (Array.isArray(value)) {
    return change(value);
  }
  return isObject(value)
    ? mapMembers(value, (member) => (Array.isArray(member) ? change(member) : member))
    : value;
}

/** The object itself where no member changes. */
function mapMembers(object: JsonObject, change: (member: JsonValue) => JsonValue): JsonObject {
  const members = Object.entries(object).map(([name, member]) => [name, change(member)] as const);
  return members.every(([name, member]) => member === object[name])
    ? object
    : Object.fromEntries(members);
}

/** The list itself where no element changes. */
function mapItems(
  list: readonly JsonValue[],
  change: (object: JsonObject) => JsonObject,
): readonly JsonValue[] {
  const items = list.map((item) => (isObject(item) ? change(item) : item));
  return items.every((item, index) => item === list[index]) ? list : items;
}

/** A count beside a single list is that of its elements. */
function mapTotals(value: JsonValue): JsonValue {
  const lists = isObject(value)
    ? Object.values(value).filter((member) => Array.isArray(member))
    : [];
  const [list] = lists;
  if (!isObject(value) || list === undefined || lists.length > 1) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      typeof member === "number" &&
      /^(?:total|count|total count|total items|total results)$/.test(wordsOf(name))
        ? list.length
        : member,
    ]),
  );
}

function limitOf(query: Readonly<Record<string, JsonValue>>): number {
  const limits = Object.entries(query).flatMap(([name, value]) =>
    typeof value === "number" && value >= 0 && sizes.test(wordsOf(name)) ? [value] : [],
  );
  return Math.min(Number.POSITIVE_INFINITY, ...limits);
}

const sizes = /^(?:limit|page limit|per page|page size|max results|first|top|count|size)$/;

type Known = readonly (readonly [string, JsonValue])[];

/** What the answer itself is about: its parameters by name, its ID, and what was sent to be kept. */
function namesOf({ template, parameters, body, method }: Asked): Known {
  const sent = isObject(body) && method !== "GET" ? Object.entries(body) : [];
  const kept = sent.filter(([, value]) => !isContainer(value) && value !== null);
  return [
    ...kept,
    ...ownersOf({ template, parameters: { ...parameters, query: {} } }),
    ...idOf(template, parameters),
  ];
}

/** What the elements of a list belong to, or were filtered by. */
function ownersOf({ template, parameters }: Pick<Asked, "template" | "parameters">): Known {
  const inPath = Object.entries(parameters.path).flatMap(([name, value]) => {
    const owner = ownerOf(template, name);
    const names = wordsOf(name) === "id" && owner !== "" ? [`${owner}_id`, `${owner}Id`] : [name];
    return names.map((each) => [each, value] as const);
  });
  const inQuery = Object.entries(parameters.query).map(([name, value]) => {
    const first = Array.isArray(value) ? (value[0] ?? null) : value;
    return [name, first] as const;
  });
  return [...inQuery.filter(([, value]) => value !== null && !isContainer(value)), ...inPath];
}

/** `/invoices/{id}` → "invoice" */
function ownerOf(template: string, name: string): string {
  const [, segment = ""] = template.split(`/{${name}}`)[0]?.match(/\/([^/{}]+)$/) ?? [];
  return segment.replace(/ies$/, "y").replace(/s$/, "");
}

/** The ID of what the path leads to; of what an action is done to; not of what is added below it. */
function idOf(template: string, parameters: RecordedParameters): Known {
  const [, name, action] = /\{([^{}]+)\}(\/[^/{}]*)?$/.exec(template) ?? [];
  const value = name === undefined ? undefined : parameters.path[name];
  const addsBelow = action?.endsWith("s") === true;
  return value === undefined || addsBelow ? [] : [["id", value]];
}
