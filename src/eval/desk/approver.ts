import type { Approvals } from "../../model/gate.js";
import { type EnvText, variablesIn } from "../../model/server.js";
import { NotStarted, tellingLines } from "../run/problem.js";
import { startProgram } from "../run/program.js";
import type { ServerProgram } from "../run/session.js";
import { within } from "../timeout.js";
import { decide } from "./decide.js";
import { Mailbox } from "./mailbox.js";

/** How long a notice may take from when a call was told to wait. */
const noticeMs = 15_000;

/** Where approvers reach the desk, if the evals file does not say. */
const usualUrl = "http://127.0.0.1";

/** Who may approve, where the map leaves it to a variable that is not set. */
export const usualApprover = "approver@example.com";

/**
 * The person at a server's desk: is told of what waits as approvers are, by mail or by message, opens
 * the link, and approves or refuses. The desk is a process of its own, started when it is needed.
 */
export class Approver {
  readonly #program: ServerProgram;
  readonly #approvals: Approvals;
  /** What is decided next. */
  person: "approves" | "refuses";
  #desk: Promise<Desk> | null = null;
  #log = "";

  constructor(program: ServerProgram, approvals: Approvals, person: "approves" | "refuses") {
    this.#program = program;
    this.#approvals = approvals;
    this.person = person;
  }

  /** Decides what somebody has just been told to wait for. */
  async decideNext(signal: AbortSignal): Promise<void> {
    const desk = await this.open();
    const time = within(noticeMs, signal);
    const isDecided = await this.#decideOne(desk, time.signal).finally(time.done);
    signal.throwIfAborted();
    if (!isDecided) {
      const said = tellingLines(this.#log);
      throw new NotStarted(`the desk has told its approvers of nothing: ${said}`);
    }
  }

  /** Decides whatever comes, until the signal is aborted. */
  async decideAll(signal: AbortSignal): Promise<void> {
    const desk = await this.open();
    while (await this.#decideOne(desk, signal)) {
      // The next.
    }
  }

  /** Starts the desk if it is not there yet. */
  async open(): Promise<Desk> {
    this.#desk ??= this.#start();
    return await this.#desk;
  }

  /** Ends the desk, and gives its log; empty where it was never needed. */
  async close(): Promise<string> {
    const desk = await this.#desk?.catch(() => null);
    await desk?.end();
    desk?.mailbox.close();
    return this.#log;
  }

  async #start(): Promise<Desk> {
    const { cwd, env, main } = this.#program;
    const mailbox = await Mailbox.open(this.#approvals);
    try {
      const { end, found } = await startProgram({
        name: "the desk",
        command: process.execPath,
        args: [main, "--approvals", "127.0.0.1:0"],
        cwd,
        env: deskEnvironment(env, this.#approvals, mailbox),
        ready: /approvals at (http:\/\/\S+)\n/,
        heard: (text) => {
          this.#log += text;
        },
      });
      return { url: found, mailbox, end };
    } catch (error) {
      mailbox.close();
      throw error;
    }
  }

  /** False once the signal is aborted. */
  async #decideOne(desk: Desk, signal: AbortSignal): Promise<boolean> {
    for (;;) {
      const link = await desk.mailbox.next(signal);
      if (link === null) {
        return false;
      }
      const decided = await decide(desk, link, this.person === "approves" ? "approve" : "refuse");
      if (decided.kind === "turned-away") {
        throw new NotStarted(`the desk took no decision: it answered ${decided.status}`);
      }
      if (decided.kind === "decided") {
        return true;
      }
      // Another approver's link to what is decided already.
    }
  }
}

interface Desk {
  readonly url: string;
  readonly mailbox: Mailbox;
  end(): Promise<void>;
}

/**
 * The server's environment, with what its desk reads beside: an address that it has no need of here
 * is made up, and mail and messages go to us, wherever else they would.
 */
function deskEnvironment(
  env: Readonly<Record<string, string>>,
  { approvers, email, slack, url }: Approvals,
  mailbox: Mailbox,
): Readonly<Record<string, string>> {
  const madeUp = [
    ...variablesIn(url ?? []).map((name) => [name, usualUrl] as const),
    ...variablesIn(email?.from ?? []).map((name) => [name, "desk@example.com"] as const),
    ...approvers.flatMap(variablesIn).map((name) => [name, usualApprover] as const),
  ];
  return {
    ...Object.fromEntries(madeUp),
    ...env,
    ...(email !== null && redirected("email.smtp", email.smtp, mailbox.smtp ?? "")),
    ...(slack !== null && redirected("slack", slack, mailbox.slack ?? "")),
  };
}

/** Real people are never told of what a model does in an eval. */
function redirected(key: string, text: EnvText, address: string): Readonly<Record<string, string>> {
  const [first, ...more] = text;
  if (first === undefined || typeof first === "string" || more.length > 0) {
    throw new NotStarted(
      `approvals.notify.${key} is not a variable alone: the desk would tell real people`,
    );
  }
  return { [first.env]: address };
}
