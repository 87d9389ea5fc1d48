/** Something without which an attempt cannot be made: the message is for the user. */
export class NotStarted extends Error {
  override readonly name = "NotStarted";
}

/** The budget of the run is used up. */
export class BudgetReached extends Error {
  override readonly name = "BudgetReached";
}

/** How a process has ended: one of the two is null. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: string | null;
}

/** Why nothing is shown by what was not done; `log` is what the server has written to stderr. */
export function serverEnded({ code, signal }: ProcessEnd, log: string): string {
  const how = signal === null ? `with exit code ${code}` : `by ${signal}`;
  const said = tellingLines(withoutEvents(log));
  return `the server ended before the conversation did, ${how}${said === "" ? "" : `: ${said}`}`;
}

/** Its own log is JSON, a line an event. */
function withoutEvents(log: string): string {
  return log.replace(/^\{.*\}\s*$/gm, "");
}

/** What a program that failed says of it, in a line: its first line with an error, else its last lines. */
export function tellingLines(output: string): string {
  const lines = output.split("\n").map((line) => line.trim());
  const error = lines.find((line) => /^(?:\w*Error|error|fatal)\b.*:/i.test(line));
  return (
    error ??
    lines
      .filter((line) => line !== "")
      .slice(-3)
      .join(" · ")
  );
}
