import type { ExactObject, ExactValue } from "../openapi/exact-integers.js";
import { isList, isObject } from "./exact.js";
import { lastPage } from "./last-page.js";
import type { ParameterValues } from "./parameters.js";
import { wordsOf } from "./value/words.js";

/** What of a request an answer should agree with. */
export interface Asked {
  readonly method: string;
  /** The operation's path, with its parameters in braces. */
  readonly template: string;
  readonly parameters: ParameterValues;
  readonly body: ExactValue;
  /** Of the answer. */
  readonly status: number;
}

/**
 * The answer with what the request named: the ID that was asked for, the customer whose invoices were
 * listed, the name that was sent, no more elements than the limit, and no page after this one. Each change is kept only where the
 * answer is still `valid` with it.
 */
export function coherent(
  answer: ExactValue,
  asked: Asked,
  valid: (answer: ExactValue) => boolean,
): ExactValue {
  let value = answer;
  const apply = (changed: ExactValue): void => {
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
  } else {
    value = lastPage(value, valid);
  }
  apply(mapTotals(value));
  return value;
}

function replaced(object: ExactObject, name: string, value: ExactValue): ExactObject {
  const own = Object.hasOwn(object, name) ? object[name] : undefined;
  return own !== undefined && own !== value && !isContainer(own)
    ? { ...object, [name]: value }
    : object;
}

function isContainer(value: ExactValue): boolean {
  return typeof value === "object" && value !== null;
}

/** The answer, or else the objects that its members are: `{ "customer": { "id": … } }`. */
function mapObjects(value: ExactValue, change: (object: ExactObject) => ExactObject): ExactValue {
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
  value: ExactValue,
  change: (list: readonly ExactValue[]) => readonly ExactValue[],
): ExactValue {
  if (isList(value)) {
    return change(value);
  }
  return isObject(value)
    ? mapMembers(value, (member) => (isList(member) ? change(member) : member))
    : value;
}

/** The object itself where no member changes. */
function mapMembers(object: ExactObject, change: (member: ExactValue) => ExactValue): ExactObject {
  const members = Object.entries(object).map(([name, member]) => [name, change(member)] as const);
  return members.every(([name, member]) => member === object[name])
    ? object
    : Object.fromEntries(members);
}

/** The list itself where no element changes. */
function mapItems(
  list: readonly ExactValue[],
  change: (object: ExactObject) => ExactObject,
): readonly ExactValue[] {
  const items = list.map((item) => (isObject(item) ? change(item) : item));
  return items.every((item, index) => item === list[index]) ? list : items;
}

/** A count beside a single list is that of its elements. */
function mapTotals(value: ExactValue): ExactValue {
  const lists = isObject(value) ? Object.values(value).filter((member) => isList(member)) : [];
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

function limitOf(query: Readonly<Record<string, ExactValue>>): number {
  const limits = Object.entries(query).flatMap(([name, value]) =>
    typeof value === "number" && value >= 0 && sizes.test(wordsOf(name)) ? [value] : [],
  );
  return Math.min(Number.POSITIVE_INFINITY, ...limits);
}

const sizes = /^(?:limit|page limit|per page|page size|max results|first|top|count|size)$/;

type Known = readonly (readonly [string, ExactValue])[];

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
    const first = isList(value) ? (value[0] ?? null) : value;
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
function idOf(template: string, parameters: ParameterValues): Known {
  const [, name, action] = /\{([^{}]+)\}(\/[^/{}]*)?$/.exec(template) ?? [];
  const value = name === undefined ? undefined : parameters.path[name];
  const addsBelow = action?.endsWith("s") === true;
  return value === undefined || addsBelow ? [] : [["id", value]];
}
