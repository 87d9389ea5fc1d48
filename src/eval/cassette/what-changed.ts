import type { Message } from "../model.js";

/** What a model was sent, as far as changes are told. */
export interface Sent {
  readonly system: string;
  /** Tool → digest. */
  readonly tools: Readonly<Record<string, string>>;
  readonly messages: readonly Message[];
}

const longestShown = 120;

/** What differs between what was recorded and what is sent now, one sentence each; never empty. */
export function whatChanged(before: Sent, now: Sent): readonly string[] {
  const changes = [
    ...toolChanges(before.tools, now.tools),
    ...(before.system === now.system
      ? []
      : [`the system text was ${excerpt(before.system, now.system)}`]),
    ...messageChange(before.messages, now.messages),
  ];
  return changes.length > 0 ? changes : ["what the model was sent before has changed"];
}

function toolChanges(before: Sent["tools"], now: Sent["tools"]): readonly string[] {
  const [old, current] = [Object.keys(before), Object.keys(now)];
  const quoted = (names: readonly string[]): string => names.join(", ");
  const added = current.filter((name) => before[name] === undefined);
  const gone = old.filter((name) => now[name] === undefined);
  const changed = current.filter(
    (name) => before[name] !== undefined && before[name] !== now[name],
  );
  const isReordered =
    added.length === 0 && gone.length === 0 && old.join("\n") !== current.join("\n");
  return [
    ...(added.length === 0 ? [] : [`the tool list has ${quoted(added)} as well`]),
    ...(gone.length === 0 ? [] : [`the tool list has no ${quoted(gone)} any more`]),
    ...(changed.length === 0 ? [] : [`the description or arguments of ${quoted(changed)} changed`]),
    ...(isReordered ? ["the tools come in another order"] : []),
  ];
}

/** The first message that differs. */
function messageChange(before: readonly Message[], now: readonly Message[]): readonly string[] {
  const at = now.findIndex(
    (message, index) => JSON.stringify(message) !== JSON.stringify(before[index]),
  );
  const [old, current] = [before[at], now[at]];
  if (at === -1 || current === undefined) {
    return before.length === now.length ? [] : ["the conversation ended earlier"];
  }
  if (old === undefined) {
    return ["the conversation goes on where it had ended"];
  }
  if (current.role === "user" && old.role === "user") {
    return [`the prompt was ${excerpt(old.text, current.text)}`];
  }
  if (current.role === "tools" && old.role === "tools") {
    const result = current.results.find(
      ({ text, isError }, index) =>
        text !== old.results[index]?.text || isError !== old.results[index]?.isError,
    );
    const was = old.results.find(({ callId }) => callId === result?.callId);
    return [`the result of ${result?.tool} was ${excerpt(was?.text ?? "", result?.text ?? "")}`];
  }
  return [`message ${at + 1} has changed`];
}

/** Two texts from shortly before the place where they part. */
function excerpt(before: string, now: string): string {
  let same = 0;
  while (same < Math.min(before.length, now.length) && before[same] === now[same]) {
    same += 1;
  }
  const from = Math.max(0, same - 30);
  const shown = (text: string): string => {
    const part = text.slice(from, from + longestShown);
    const isCut = from + longestShown < text.length;
    return JSON.stringify(`${from > 0 ? "…" : ""}${part}${isCut ? "…" : ""}`);
  };
  return `${shown(before)} and is ${shown(now)}`;
}
