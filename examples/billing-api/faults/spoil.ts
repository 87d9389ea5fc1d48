import type { Fault } from "./fault.js";

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** Whether an answer still fits its description after the fault; the ones that it does not fit are meant. */
export const breaksDescription = (fault: Fault): boolean =>
  fault.kind === "missing" || fault.kind === "wrong-type" || fault.kind === "null";

/** The JSON of an answer, spoiled by the faults that concern it. Integers past 2^53 are rounded on the way. */
export function spoil(text: string, faults: readonly Fault[]): string {
  const relevant = faults.filter((fault) => fault.kind === "huge" || breaksDescription(fault));
  if (relevant.length === 0) {
    return text;
  }
  const body: Json = JSON.parse(text);
  for (const fault of relevant) {
    if (fault.kind === "huge") {
      enlarge(body, fault.items);
    } else if ("path" in fault) {
      change(body, fault.path.replaceAll("[]", ".[]").split("."), fault.kind);
    }
  }
  return JSON.stringify(body);
}

/** Repeats the items; an empty list stays empty. */
function enlarge(body: Json, count: number): void {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    return;
  }
  const { items } = body;
  if (Array.isArray(items) && items.length > 0) {
    body.items = Array.from({ length: count }, (_, index) => items[index % items.length] ?? null);
  }
}

function change(value: Json, [step, ...rest]: readonly string[], how: Fault["kind"]): void {
  if (step === undefined || typeof value !== "object" || value === null) {
    return;
  }
  if (Array.isArray(value)) {
    for (const element of step === "[]" ? value : []) {
      change(element, rest, how);
    }
    return;
  }
  if (rest.length > 0) {
    change(value[step] ?? null, rest, how);
  } else if (how === "missing") {
    delete value[step];
  } else {
    value[step] = how === "null" ? null : otherType(value[step] ?? null);
  }
}

/** A value that no reader takes for the one that it replaces. */
function otherType(value: Json): Json {
  if (typeof value === "string") {
    return 42;
  }
  return typeof value === "number" ? { surprise: value } : "surprise";
}
