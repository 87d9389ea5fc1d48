import type { Exchange, ExchangeRequest, Model } from "../model.js";
import { type Cassette, keyOf, type RecordedExchange, toolDigests } from "./cassette.js";
import { nameValues, withNames } from "./changing-values.js";

/** Asks another model, and keeps what was said. One for each attempt. */
export class Recorder implements Model {
  readonly #model: Model;
  readonly #volatile: readonly string[];
  readonly #exchanges: RecordedExchange[] = [];
  #request: ExchangeRequest | null = null;
  #answeredBy: string | null = null;

  constructor(model: Model, volatile: readonly string[]) {
    this.#model = model;
    this.#volatile = volatile;
  }

  async exchange(request: ExchangeRequest, signal: AbortSignal): Promise<Exchange> {
    const exchange = await this.#model.exchange(request, signal);
    const recorded = this.#exchanges.map(({ answer }) => answer);
    const { messages, values } = nameValues(request.messages, this.#volatile, recorded);
    const before = this.#request?.messages.length ?? 0;
    this.#request = request;
    this.#answeredBy = exchange.answeredBy;
    this.#exchanges.push({
      key: keyOf({ ...request, messages }),
      // The model's own turn is the answer of the exchange before.
      asked: messages.slice(before).filter(({ role }) => role !== "assistant"),
      answer: withNames(exchange.message, values),
      stop: exchange.stop,
      usage: exchange.usage,
    });
    return exchange;
  }

  /** Null where nothing was said. */
  recording(): Recording | null {
    return this.#request === null
      ? null
      : {
          system: this.#request.system,
          tools: toolDigests(this.#request.tools),
          answeredBy: this.#answeredBy,
          exchanges: this.#exchanges,
        };
  }
}

export interface Recording {
  readonly system: string;
  readonly tools: Readonly<Record<string, string>>;
  readonly answeredBy: string | null;
  readonly exchanges: readonly RecordedExchange[];
}

/** The cassette of a prompt's attempts; null where there is nothing to record. */
export function cassetteOf(
  prompt: string,
  says: readonly string[],
  model: string,
  recordings: readonly Recording[],
): Cassette | null {
  const [first] = recordings;
  return first === undefined
    ? null
    : {
        version: 1,
        prompt,
        recorded_from: first.answeredBy ?? model,
        says,
        system: first.system,
        tools: first.tools,
        recordings: recordings.map(({ exchanges }) => exchanges),
      };
}
