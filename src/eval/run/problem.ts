/** Something without which an attempt cannot be made: the message is for the user. */
export class NotStarted extends Error {
  override readonly name = "NotStarted";
}

/** The budget of the run is used up. */
export class BudgetReached extends Error {
  override readonly name = "BudgetReached";
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
