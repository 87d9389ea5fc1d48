/** Whether a signal has ended something because its time was over. */
export function isTimeout(signal: AbortSignal): boolean {
  return signal.reason instanceof Error && signal.reason.name === "TimeoutError";
}
