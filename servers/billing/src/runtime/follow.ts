import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { FatalError } from "./fatal.js";
import { Http, type HttpAnswer, hostOf, type IpAddress, NoAnswer } from "./http.js";
import { isPublicAddress } from "./public-address.js";
import { redirectTarget } from "./redirects.js";
import type { Secrets } from "./secrets.js";

/** A redirect that leads away from the API. */
export interface Departure {
  /** What was asked, and what it was answered with. */
  readonly from: URL;
  readonly answer: HttpAnswer;
  /** The only origins that may be gone to, by https. */
  readonly origins: readonly string[];
  /** What must not be taken along. */
  readonly secrets: Secrets;
  /** Headers that tell nothing of the caller. */
  readonly headers: Readonly<Record<string, string>>;
  /** Of every request. */
  readonly timeoutMs: number;
  /** In milliseconds since the epoch. */
  readonly deadline: number;
  readonly signal: AbortSignal;
}

/** How names become addresses, and which of them may be connected to. */
export interface Network {
  resolve(hostname: string): Promise<readonly IpAddress[]>;
  isPublic(address: string): boolean;
}

const internet: Network = {
  resolve: (hostname) => lookup(hostname, { all: true }),
  isPublic: isPublicAddress,
};

const MAX_HOPS = 3;

/**
 * Follows redirects away from the API: GET by https, to the origins that a call names, at public
 * addresses, with neither credentials nor headers of the tool's.
 */
export class Follower {
  readonly #http: Http;
  readonly #network: Network;

  /** `maxBytes` is the most that an answer may have, decoded. */
  constructor(maxBytes: number, network: Network = internet) {
    this.#http = new Http(maxBytes);
    this.#network = network;
  }

  /** The answer at the end of the redirects; one that leads where it may not is itself the answer. */
  async follow({ from, answer, ...departure }: Departure): Promise<HttpAnswer> {
    let [at, last] = [from, answer];
    for (let hops = 0; hops < MAX_HOPS; hops += 1) {
      const to = redirectTarget(at, last);
      if (to === null || !mayGoTo(to, departure)) {
        return last;
      }
      [at, last] = [to, await this.#get(to, departure)];
    }
    return last;
  }

  async close(): Promise<void> {
    await this.#http.close();
  }

  async #get(
    url: URL,
    { headers, timeoutMs, deadline, signal }: Omit<Departure, "from" | "answer">,
  ): Promise<HttpAnswer> {
    const address = await this.#addressOf(hostOf(url));
    const left = deadline - Date.now();
    if (left <= 0) {
      throw new NoAnswer("timeout", false);
    }
    const request = { method: "GET", url, headers, body: null, signal, address };
    return await this.#http.request({ ...request, timeoutMs: Math.min(timeoutMs, left) });
  }

  /** The address to connect to. The name is not looked up again: it could lead elsewhere by then. */
  async #addressOf(hostname: string): Promise<IpAddress> {
    const family = isIP(hostname);
    const addresses =
      family === 0 ? await this.#resolve(hostname) : [{ address: hostname, family }];
    const [first] = addresses;
    if (first === undefined || !addresses.every(({ address }) => this.#network.isPublic(address))) {
      throw new FatalError("upstream_contract_broken", {
        problem: "a redirect leads to an address that is not public",
      });
    }
    return first;
  }

  async #resolve(hostname: string): Promise<readonly IpAddress[]> {
    try {
      return await this.#network.resolve(hostname);
    } catch (error) {
      throw new NoAnswer("network", false, error);
    }
  }
}

function mayGoTo(url: URL, { origins, secrets }: Pick<Departure, "origins" | "secrets">): boolean {
  const isNamed = url.protocol === "https:" && origins.includes(url.origin);
  const isBare = url.username === "" && url.password === "";
  return isNamed && isBare && !secrets.standIn(url.href);
}
