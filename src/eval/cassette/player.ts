import {
  type Exchange,
  type ExchangeRequest,
  type Message,
  type Model,
  ModelError,
} from "../model.js";
import { type Cassette, keyOf, type RecordedExchange, toolDigests } from "./cassette.js";
import { nameValues, withValues } from "./changing-values.js";
import { whatChanged } from "./what-changed.js";

export interface PlayerOptions {
  /** The cassette's, for people. */
  readonly path: string;
  /** Counts from 1. */
  readonly repeat: number;
  /** How many the prompt has now. */
  readonly messages: number;
  readonly volatile: readonly string[];
  /** The command. */
  readonly renewedBy: string;
  /** Why there is no cassette, as a sentence; not asked for where there is one. */
  readonly fault: string;
}

/** A model that says again what was recorded. One for each attempt. */
export class Player implements Model {
  readonly #cassette: Cassette | null;
  readonly #path: string;
  readonly #recording: readonly RecordedExchange[] | null;
  readonly #repeat: number;
  readonly #volatile: readonly string[];
  readonly #renewedBy: string;
  readonly #fault: string;
  readonly #messages: number;
  #turn = 0;

  constructor(
    cassette: Cassette | null,
    { fault, messages, path, renewedBy, repeat, volatile }: PlayerOptions,
  ) {
    this.#cassette = cassette;
    this.#fault = fault;
    this.#messages = messages;
    this.#path = path;
    this.#repeat = repeat;
    this.#recording = cassette?.recordings[repeat - 1] ?? null;
    this.#volatile = volatile;
    this.#renewedBy = renewedBy;
  }

  async exchange(request: ExchangeRequest, signal: AbortSignal): Promise<Exchange> {
    signal.throwIfAborted();
    if (this.#cassette === null) {
      throw this.#stale(this.#fault, "writes");
    }
    if (this.#recording === null) {
      const count = this.#cassette.recordings.length;
      throw this.#stale(`${this.#path} holds ${count} of at least ${this.#repeat} repetitions`);
    }
    const answers = this.#recording.slice(0, this.#turn).map(({ answer }) => answer);
    const { messages, values } = nameValues(request.messages, this.#volatile, answers);
    const recorded = this.#recording[this.#turn];
    if (recorded?.key !== keyOf({ ...request, messages })) {
      throw this.#stale(`${this.#path} is stale: ${this.#changes(request, messages)}`);
    }
    // Those that are left may all fit.
    const count = this.#cassette.says.length;
    if (count !== this.#messages) {
      const what = `the prompt had ${count} messages and has ${this.#messages}`;
      throw this.#stale(`${this.#path} is stale: ${what}`);
    }
    this.#turn += 1;
    return {
      message: withValues(recorded.answer, values),
      stop: recorded.stop,
      usage: recorded.usage,
      answeredBy: this.#cassette.recorded_from,
      attempts: 1,
    };
  }

  #stale(what: string, does = "renews"): ModelError {
    return new ModelError("stale-cassette", `${what}; \`${this.#renewedBy}\` ${does} it`);
  }

  #changes({ system, tools }: ExchangeRequest, messages: readonly Message[]): string {
    const { system: before, tools: toolsBefore } = this.#cassette ?? emptyCassette;
    const asked = (this.#recording ?? [])
      .slice(0, this.#turn + 1)
      .flatMap((exchange, at) =>
        at === 0
          ? exchange.asked
          : [this.#recording?.[at - 1]?.answer ?? [], exchange.asked].flat(),
      );
    return whatChanged(
      { system: before, tools: toolsBefore, messages: asked },
      { system, tools: toolDigests(tools), messages },
    ).join("; ");
  }
}

const emptyCassette = { system: "", tools: {} };
