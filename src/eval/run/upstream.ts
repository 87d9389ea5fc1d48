import type { UpstreamCommand } from "../evals.js";
import { NotStarted } from "./problem.js";
import { startProgram } from "./program.js";
import { resolveSettings } from "./settings.js";

/** An API that the generated server is pointed at. */
export interface RunningUpstream {
  /** Without a slash at the end. */
  readonly url: string;
  /** Present for one that we have not started: it may go by the address that it is called by. */
  readonly isElsewhere?: true;
  /** Whether one that we have started has ended by itself. */
  isOver?(): boolean;
  close(): Promise<void>;
}

/** Where upstreams come from: a fresh one for every attempt, or one that is there anyway. */
export type StartUpstream = () => Promise<RunningUpstream>;

/** One that runs elsewhere. It keeps its state from attempt to attempt. */
export function upstreamAt(url: string): StartUpstream {
  const running: RunningUpstream = {
    url: url.replace(/\/+$/, ""),
    isElsewhere: true,
    close: async () => {},
  };
  return async () => running;
}

/** An address as it may be shown and recorded; throws for what is none. */
export function shownAddress(address: string): string {
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    throw new NotStarted(`--upstream takes sample, mock or an http address, not "${address}"`);
  }
  const { origin, pathname } = new URL(address);
  return `${origin}${pathname === "/" ? "" : pathname}`;
}

/** One that a command starts: it ends with the attempt, and its state with it. */
export function upstreamOf(
  { command, env, ready }: UpstreamCommand,
  cwd: string,
  environment: Readonly<Record<string, string | undefined>>,
): StartUpstream {
  return async () => {
    const resolved = resolveSettings(env, { env: environment, upstreamUrl: null });
    if (resolved.kind === "missing") {
      throw new NotStarted(`the upstream needs ${resolved.names.join(", ")} in the environment`);
    }
    const [program = "", ...args] = command.map(({ value }) => value);
    const { found, end, isOver } = await startProgram({
      name: "the upstream",
      command: program === "node" ? process.execPath : program,
      args,
      cwd,
      env: { ...environment, ...resolved.values },
      ready: new RegExp(ready.value, "u"),
    });
    return { url: found.replace(/\/+$/, ""), isOver, close: end };
  };
}
