import { join } from "node:path";
import { Approver } from "../eval/desk/approver.js";
import { copyServer } from "../eval/run/own-server.js";
import { NotStarted } from "../eval/run/problem.js";
import { type ServerProgram, ServerSession } from "../eval/run/session.js";
import { type ChangeAnswer, type Mock, type RecordedRequest, startMock } from "../mock/mock.js";
import type { Approvals } from "../model/gate.js";
import type { JsonObject, JsonValue } from "../model/json.js";
import type { Effect } from "../model/operation.js";
import type { Limit } from "../model/tool.js";
import type { Api } from "../openapi/api.js";
import { removeScratch } from "../output/scratch.js";
import { entryFile } from "./entry.js";
import { type Observed, observedIn } from "./observed.js";

/** What every tool's tests share. */
export interface Setting {
  readonly api: Api;
  /** Absolute: a folder with what a running server needs of it. */
  readonly built: string;
  /** The server's environment, given the address of the mock. */
  env(url: string): Readonly<Record<string, string>>;
  /** By `Operation.key`. */
  readonly effects: ReadonlyMap<string, Effect>;
  readonly approvals: Approvals | null;
  /** What makes answers ones that can be paged, by `Operation.key`. */
  readonly nextLinks: ReadonlyMap<string, ChangeAnswer>;
  /** How long an answer may take. */
  readonly patienceMs: number;
  /** Aborted once the tests of another tool could not be carried out: nothing more is of use. */
  readonly stopped: AbortSignal;
}

/** How the mock answers, beside what a test changes. */
export interface Answers {
  /** Made-up values even where the description has examples. */
  readonly dynamic: boolean;
  /** All numbers of an answer are the same one: amounts that a tool compares are equal. */
  readonly level: boolean;
}

type Person = "approves" | "refuses";

/** A server process in front of a mock of its own. */
export class Stage {
  readonly mock: Mock;
  readonly #setting: Setting;
  #program: ServerProgram | null = null;
  #session: ServerSession | null = null;
  #folder: string | null = null;
  /** The person at the desk of the server that runs; null while nobody was needed. */
  #approver: Approver | null = null;
  /** Calls of each tool since the process was started. */
  #calls = new Map<string, number>();

  readonly #drafts = new Set<string>();
  /** Whether a call got no answer: others of the tool would take as long. */
  #isStuck = false;

  private constructor(setting: Setting, mock: Mock) {
    this.#setting = setting;
    this.mock = mock;
  }

  static async start(setting: Setting): Promise<Stage> {
    const stage = new Stage(setting, await startMock(setting.api));
    try {
      await stage.restart();
      return stage;
    } catch (error) {
      await stage.close();
      throw error;
    }
  }

  /**
   * A new process in a copy of its own: no calls that count towards a limit, and a store of drafts
   * that no desk watches.
   */
  async restart(person: Person = "approves"): Promise<void> {
    await this.#end();
    const { built, env } = this.#setting;
    const cwd = copyServer(built, "server-");
    this.#folder = cwd;
    this.#calls = new Map();
    this.#drafts.clear();
    this.#program = {
      main: join(cwd, "dist", entryFile),
      cwd,
      env: env(this.mock.url),
      person,
    };
    this.#session = await ServerSession.start(this.#program);
  }

  /** Who answers the forms of the server that runs. */
  get person(): Person {
    return this.#program?.person ?? "approves";
  }

  /** Whether each of these tools can be called so often again. */
  takes(tools: readonly string[], calls: number, limit: Limit | null): boolean {
    return (
      limit === null || tools.every((tool) => (this.#calls.get(tool) ?? 0) + calls <= limit.calls)
    );
  }

  /** Whether it is the first time that this draft is seen of the server that runs. */
  isNewDraft(id: string): boolean {
    const isNew = !this.#drafts.has(id);
    this.#drafts.add(id);
    return isNew;
  }

  /** Has a person at the desk decide on what waits for one. Throws `NotStarted` where none can. */
  async decide(person: Person): Promise<void> {
    const { approvals } = this.#setting;
    if (this.#program === null || approvals === null) {
      throw new NotStarted("the map has no desk");
    }
    // A desk that is there tells of the draft once: another would be told of nothing.
    this.#approver ??= new Approver(this.#program, approvals, person);
    this.#approver.person = person;
    await this.#approver.decideNext(AbortSignal.timeout(this.#setting.patienceMs));
  }

  /** Forgets what was asked and changed, and answers so from now on. */
  answer({ dynamic, level }: Answers): void {
    this.mock.forget();
    this.mock.prefer("*", dynamic ? "dynamic" : null);
    this.mock.change("*", level ? levelled : null);
    for (const [operation, change] of this.#setting.nextLinks) {
      this.mock.change(operation, level ? (answer) => change(levelled(answer)) : change);
    }
  }

  /** Calls a tool, after a restart where its limit would stand in the way. */
  async call(tool: string, given: JsonObject, limit: Limit | null): Promise<Observed> {
    if (limit !== null && (this.#calls.get(tool) ?? 0) >= limit.calls) {
      await this.restart();
    }
    return await this.callNow(tool, given);
  }

  /** Calls a tool in the process that is there. */
  async callNow(tool: string, given: JsonObject): Promise<Observed> {
    this.#calls.set(tool, (this.#calls.get(tool) ?? 0) + 1);
    if (this.#isStuck) {
      return { kind: "broken", text: "no call is made after one without an answer" };
    }
    const { patienceMs, stopped } = this.#setting;
    stopped.throwIfAborted();
    const late = AbortSignal.timeout(patienceMs);
    try {
      return observedIn(await this.#running.call(tool, given, AbortSignal.any([late, stopped])));
    } catch (error) {
      if (!late.aborted || stopped.aborted) {
        throw error;
      }
      this.#isStuck = true;
      return { kind: "broken", text: `no answer within ${patienceMs / 1000} seconds` };
    }
  }

  /** What the server advertises: the JSON of its tools. */
  get advertised(): string {
    return this.#running.advertised;
  }

  /** Requests since `answer` that may have changed something. */
  changes(): readonly RecordedRequest[] {
    return this.mock.requests().filter(({ operation, method }) => {
      const effect = this.#setting.effects.get(operation ?? "");
      return effect === undefined ? !/^(?:GET|HEAD)$/.test(method) : effect !== "read";
    });
  }

  /** What the description does not allow in the requests since `answer`; null for nothing. */
  misfit(): string | null {
    const wrong = this.mock.requests().find(({ problems }) => problems.length > 0);
    const [first] = wrong?.problems ?? [];
    return wrong === undefined || first === undefined
      ? null
      : `the description does not allow its ${wrong.method} ${wrong.path}: ${first.at} ${first.why}`;
  }

  async close(): Promise<void> {
    await this.#end();
    await this.mock.close();
  }

  get #running(): ServerSession {
    if (this.#session === null) {
      throw new Error("the server is not started");
    }
    return this.#session;
  }

  async #end(): Promise<void> {
    const session = this.#session;
    this.#session = null;
    const approver = this.#approver;
    this.#approver = null;
    await Promise.all([session?.close(), approver?.close()]);
    if (this.#folder !== null) {
      removeScratch(this.#folder);
      this.#folder = null;
    }
  }
}

const sameNumber = 1000;

const levelled: ChangeAnswer = (answer) => ({ ...answer, body: withSameNumbers(answer.body) });

function withSameNumbers(value: JsonValue): JsonValue {
  return JSON.parse(
    JSON.stringify(value, (_key, member: JsonValue) =>
      typeof member === "number" ? sameNumber : member,
    ),
  );
}
