/**
 * What came with the answer of a call, to which it is handed: `{ http }`. Of a walk it is what came
 * with the first page.
 */
export class Received {
  /** 0 until there is an answer. */
  status = 0;
  /** By name in lower case, without those that hold or ask for credentials. */
  headers: Readonly<Record<string, string>> = {};

  take(answer: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
  }): void {
    if (this.status === 0) {
      this.status = answer.status;
      this.headers = shownHeaders(answer.headers);
    }
  }
}

export function received(): Received {
  return new Received();
}

const HIDDEN =
  /^(?:set-cookie2?|cookie|authorization|www-authenticate|authentication-info|proxy-.*)$/;

/** The headers that expressions may read. */
export function shownHeaders(
  headers: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HIDDEN.test(name)));
}
