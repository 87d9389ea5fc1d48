import { ConfigurationError } from "../env.js";
import { hostOf } from "../http.js";

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Where the desk listens unless it is told otherwise. */
const standard: Address = { host: "127.0.0.1", port: 4180 };

/** `4180`, `127.0.0.1:4180`, `[::1]:4180`, `0.0.0.0`. Empty: loopback. */
export function parseAddress(text: string): Address {
  const match =
    /^(?:(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]*[A-Za-z.-][A-Za-z0-9.-]*|\d+(?:\.\d+){3})(?::(\d{1,5}))?|:?(\d{1,5}))?$/.exec(
      text,
    );
  if (match === null) {
    throw new ConfigurationError([`--approvals ${text}: no host:port`]);
  }
  const [, host = standard.host, port, alone] = match;
  const number = Number(port ?? alone ?? standard.port);
  if (number > 65_535) {
    throw new ConfigurationError([`--approvals ${text}: there is no such port`]);
  }
  return { host: host.replace(/^\[(.*)\]$/, "$1"), port: number };
}

/** Whether an address is of this machine alone. */
export function isLoopback(url: URL): boolean {
  const host = hostOf(url);
  return host === "localhost" || host === "::1" || /^127(?:\.\d{1,3}){3}$/.test(host);
}
