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

/** A model that says again what was recorded. One for each attempt. */
export class Player implements Model {
  readonly #cassette: Cassette | null;
  readonly #path: string;
  readonly #recording: readonly RecordedExchange[] | null;
  readonly #repeat: number;
  readonly #volatile: readonly string[];
  readonly #renewedBy: string;
  #turn = 0;

  /** `path` is the cassette's, for people, and `renewedBy` the command; `repeat` counts from 1. */
  constructor(
    cassette: Cassette | null,
    path: string,
    repeat: number,
    volatile: readonly string[],
    renewedBy = "mcpgen eval --record",
  ) {
    this.#cassette = cassette;
    this.#path = path;
    this.#repeat = repeat;
    this.#recording = cassette?.recordings[repeat - 1] ?? null;
    this.#volatile = volatile;
    this.#renewedBy = renewedBy;
  }

  async exchange(request: ExchangeRequest, signal: AbortSignal): Promise<Exchange> {
    signal.throwIfAborted();
    if (this.#cassette === null) {
      throw this.#stale(`there is no cassette ${this.#path}`);
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
    this.#turn += 1;
    return {
      message: withValues(recorded.answer, values),
      stop: recorded.stop,
      usage: recorded.usage,
      answeredBy: this.#cassette.recorded_from,
      attempts: 1,
    };
  }

  #stale(what: string): ModelError {
    return new ModelError("stale-cassette", `${what}; \`${this.#renewedBy}\` renews it`);
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
