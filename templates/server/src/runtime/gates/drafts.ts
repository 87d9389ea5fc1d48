import { setMaxListeners } from "node:events";
import type { Call } from "../call.js";
import type { EnvReader, EnvText } from "../env.js";
import type { DraftsDefinition, GateHost, Role, RunningDrafts } from "../gate-host.js";
import type { Readiness, RunningServer } from "../running.js";
import type { Tool } from "../tool.js";
import { ApiDrafts } from "./api-drafts.js";
import { Confirmer } from "./confirmer.js";
import { isAddress } from "./deciding.js";
import { DeskDecisions } from "./desk-decisions.js";
import type { DeskSide } from "./desk-side.js";
import { GateTool } from "./gate.js";
import { Keeper } from "./keeper.js";
import { Maker } from "./maker.js";
import { ordinaryPace, type Pace } from "./pace.js";
import { Preparer } from "./preparer.js";
import type { StoreDefinition } from "./store.js";
import { Sweeper } from "./sweeper.js";

export interface DraftsOptions {
  readonly store: StoreDefinition;
  /** The person for whom the caller acts, as an email address; absent where nobody says. */
  readonly requester?: EnvText;
}

/** Keeps what gates prepare until it is confirmed. */
export function drafts(
  { store, requester }: DraftsOptions,
  pace: Pace = ordinaryPace,
): DraftsDefinition {
  return {
    read(environment: EnvReader, role: Role) {
      // At the desk nobody prepares anything.
      const isAsked = requester !== undefined && role === "tools";
      const known = isAsked ? readRequester(requester, environment) : null;
      return (host) => new Drafts(host, store, { requester: known, environment, pace });
    },
  };
}

/** Who is no address cannot be told from an approver, who then could approve what they asked for. */
function readRequester(text: EnvText, environment: EnvReader): string {
  const requester = environment.read(text).trim();
  if (requester !== "" && !isAddress(requester)) {
    environment.refuse(`the requester${environment.namesIn(text)} is not an email address`);
  }
  return requester;
}

/** What the desk sees of the drafts of a server that has gates. */
export function deskSide({ drafts }: RunningServer): DeskSide {
  if (!(drafts instanceof Drafts)) {
    throw new Error("The server has no drafts that people could decide about.");
  }
  return drafts.desk;
}

interface DraftsParts {
  readonly requester: string | null;
  readonly environment: EnvReader;
  readonly pace: Pace;
}

/** The first look at what earlier processes left, behind the start. */
const FIRST_SWEEP_MS = 1_000;

class Drafts implements RunningDrafts {
  readonly desk: DeskDecisions;
  readonly #keeper: Keeper;
  readonly #maker: Maker;
  readonly #preparer: Preparer;
  readonly #confirmer: Confirmer;
  readonly #sweeper: Sweeper;
  readonly #stopping = new AbortController();
  readonly #first: NodeJS.Timeout;

  constructor(host: GateHost, store: StoreDefinition, more: DraftsParts) {
    const { requester, environment, pace } = more;
    const tools = confirmingTools(host.server.tools);
    const keeper = new Keeper(store, host.audit);
    const apiDrafts = new ApiDrafts(host, keeper, tools);
    const maker = new Maker(host, keeper, apiDrafts, pace);
    const stopped = this.#stopping.signal;
    // Every confirmation that waits listens to it.
    setMaxListeners(0, stopped);
    const parts = { host, keeper, apiDrafts, maker, pace, tools, stopped };
    this.#keeper = keeper;
    this.#maker = maker;
    this.#preparer = new Preparer(keeper, apiDrafts, requester);
    const approvers = approversOf(host, environment);
    this.#confirmer = new Confirmer({ ...parts, requester, approvers });
    this.#sweeper = new Sweeper(parts);
    this.desk = new DeskDecisions(parts);
    const first = () => void this.#sweeper.sweep();
    this.#first = setTimeout(first, Math.min(FIRST_SWEEP_MS, pace.sweepMs));
    this.#first.unref();
  }

  has(tool: Tool): boolean {
    return tool instanceof GateTool;
  }

  async run(tool: Tool, call: Call): Promise<object> {
    if (!(tool instanceof GateTool)) {
      throw new TypeError(`${tool.name} is no half of a gate`);
    }
    return tool.half === "prepare"
      ? await this.#preparer.prepare(tool.gate, call)
      : await this.#confirmer.confirm(tool.gate, call);
  }

  readiness(): Readiness {
    return this.#keeper.readiness();
  }

  stop(): void {
    clearTimeout(this.#first);
    this.#stopping.abort();
    this.#maker.stop();
    this.#sweeper.stop();
  }

  async settled(): Promise<void> {
    await Promise.all([this.#sweeper.settled(), this.desk.settled()]);
  }

  close(): Promise<void> {
    return this.#keeper.close();
  }
}

function confirmingTools(tools: readonly Tool[]): ReadonlyMap<string, GateTool> {
  const halves = tools.filter((tool) => tool instanceof GateTool);
  return new Map(
    halves.filter(({ half }) => half === "confirm").map((tool) => [tool.gate.name, tool]),
  );
}

/** One whose variable only the desk has is taken for somebody else than who asks. */
function approversOf(
  { server: { approvals } }: GateHost,
  environment: EnvReader,
): readonly string[] | null {
  return (
    approvals?.approvers.map((approver) =>
      environment.has(approver) ? environment.read(approver) : "",
    ) ?? null
  );
}
