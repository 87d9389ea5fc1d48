import { asObject } from "../../model/json.js";
import type { AttemptRecord, CallRecord, PromptRecord, ToolRecord } from "../run.js";

/** An argument that a server refused. */
export interface ArgumentMistake {
  readonly tool: string;
  /** The argument, with `[]` for any element of a list; null where what the model wrote was no JSON object. */
  readonly argument: string | null;
  readonly count: number;
  /** How often a later call of the same tool succeeded. */
  readonly mended: number;
  /** What was given, as JSON, each once: at most three. */
  readonly given: readonly string[];
}

/** A structured error that a model was told. */
export interface Recovery {
  readonly tool: string;
  readonly error: string;
  readonly count: number;
  /** How often a later call of the same tool succeeded. */
  readonly mended: number;
  /** How often the attempt passed, mended or not: some errors are there to be told. */
  readonly passed: number;
}

const mostGiven = 3;
const longestGiven = 120;

interface Seen {
  readonly call: CallRecord;
  readonly attempt: AttemptRecord;
  readonly isMended: boolean;
}

/** The most frequent first. */
export function argumentMistakes(prompts: readonly PromptRecord[]): readonly ArgumentMistake[] {
  const wrong = errorsOf(prompts).flatMap((seen) => {
    const names = seen.call.malformed === null ? seen.call.wrongArguments : [null];
    return names.map((name) => ({ ...seen, argument: name?.replaceAll(/\[\d+\]/g, "[]") ?? null }));
  });
  return grouped(wrong, ({ call, argument }) => [call.tool, argument]).map((group) => ({
    tool: group[0].call.tool,
    argument: group[0].argument,
    count: group.length,
    mended: group.filter(({ isMended }) => isMended).length,
    given: [...new Set(group.map(({ call, argument }) => givenFor(call, argument)))]
      .filter((text) => text !== "")
      .slice(0, mostGiven),
  }));
}

/** The most frequent first. */
export function recoveries(prompts: readonly PromptRecord[]): readonly Recovery[] {
  return grouped(errorsOf(prompts), ({ call }) => [call.tool, call.error]).map((group) => ({
    tool: group[0].call.tool,
    error: group[0].call.error ?? "error",
    count: group.length,
    mended: group.filter(({ isMended }) => isMended).length,
    passed: group.filter(({ attempt }) => attempt.status === "passed").length,
  }));
}

/**
 * The part of the map where an argument is described; a gate's two tools are one job there. None has
 * a tool that the model has made up.
 */
export function partOf({ tool, argument }: ArgumentMistake, tools: readonly ToolRecord[]): string {
  const job = tool.replace(/^(?:prepare|confirm)_/, "");
  const isGate = ["prepare_", "confirm_"].every((half) =>
    tools.some(({ name }) => name === half + job),
  );
  if (!tools.some(({ name }) => name === tool)) {
    return "—";
  }
  const field = argument === null ? "" : `.${topOf(argument)}`;
  return `tools.${isGate ? job : tool}.input${field}`;
}

function errorsOf(prompts: readonly PromptRecord[]): readonly Seen[] {
  return prompts
    .flatMap(({ attempts }) => attempts)
    .filter(({ status }) => status !== "not-run")
    .flatMap((attempt) => {
      const calls = attempt.turns.flatMap((turn) => turn.calls);
      return calls.flatMap((call, at) => {
        const later = calls.slice(at + 1);
        const isMended = later.some(({ tool, isError }) => tool === call.tool && !isError);
        return call.isError ? [{ call, attempt, isMended }] : [];
      });
    });
}

function givenFor(call: CallRecord, argument: string | null): string {
  const value = argument === null ? call.malformed : asObject(call.arguments)[topOf(argument)];
  const text = value === undefined ? "" : JSON.stringify(value);
  return text.length > longestGiven ? `${text.slice(0, longestGiven)}…` : text;
}

/** `filter.statuses[]` → `filter`. */
function topOf(argument: string): string {
  return argument.split(/[.[/]/)[0] ?? argument;
}

type Group<T> = readonly [T, ...T[]];

function grouped<T>(
  elements: readonly T[],
  keyOf: (element: T) => readonly (string | null)[],
): readonly Group<T>[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const element of elements) {
    const key = JSON.stringify(keyOf(element));
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, [element]);
    } else {
      group.push(element);
    }
  }
  return [...groups]
    .sort(([a, left], [b, right]) => right.length - left.length || (a < b ? -1 : 1))
    .map(([, group]) => group);
}
