import type { Exchange, ExchangeRequest, Model } from "../model.js";
import { type Endpoint, type LanguageModel, load } from "./endpoint.js";
import { optionsOf } from "./prompt.js";
import { type Patience, usualPatience, withRetries } from "./retry.js";
import { readTurn } from "./turn.js";

/** A model behind a provider's endpoint. */
export class ProviderModel implements Model {
  readonly #endpoint: Endpoint;
  readonly #patience: Patience;
  #model: Promise<LanguageModel> | null = null;

  constructor(endpoint: Endpoint, patience: Patience = usualPatience) {
    this.#endpoint = endpoint;
    this.#patience = patience;
  }

  async exchange(request: ExchangeRequest, signal: AbortSignal): Promise<Exchange> {
    this.#model ??= load(this.#endpoint);
    const model = await this.#model;
    const letters = JSON.stringify(request).length;
    const ask = async () => {
      const { stream } = await model.doStream(optionsOf(request, this.#endpoint, signal));
      return await readTurn(stream, letters);
    };
    const { value, attempts } = await withRetries(ask, this.#patience, signal);
    return { ...value, attempts };
  }
}
