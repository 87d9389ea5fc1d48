/** `18:02:56 info  call closed  request_id=… outcome=ok ms=12`, for a person at a terminal. */
export function forPeople(line: string): string {
  const { time, level, msg, ...fields }: Record<string, unknown> = JSON.parse(line);
  const clock = String(time).slice(11, 19);
  const rest = Object.entries(fields).map(([name, value]) => `${name}=${shown(value)}`);
  return `${clock} ${String(level).padEnd(5)} ${String(msg)}  ${rest.join(" ")}\n`;
}

/** JSON keeps every value on its line, whatever is in it. */
function shown(value: unknown): string {
  return typeof value === "string" && /^[\w.:/-]+$/.test(value) ? value : JSON.stringify(value);
}
