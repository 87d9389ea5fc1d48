const REDACTED = "[redacted]";

/** A shorter text would be found in innocent places. */
const MIN_LENGTH = 4;

/** How many of the secrets that one owner has had in turn are still looked for. */
const KEPT = 3;

/** The secrets of this process, in every form in which they could leave it. */
export class Secrets {
  readonly #configured: readonly string[];
  readonly #renewed = new Map<string, readonly string[]>();
  #plain: readonly string[] = [];
  /** As they would stand in JSON text. */
  #inJson: readonly string[] = [];

  constructor(configured: Iterable<string>) {
    this.#configured = [...configured];
    this.#spell();
  }

  /** Adds a secret that its owner has from now on. */
  renew(owner: string, secret: string): void {
    const others = (this.#renewed.get(owner) ?? []).filter((earlier) => earlier !== secret);
    this.#renewed.set(owner, [secret, ...others].slice(0, KEPT));
    this.#spell();
  }

  #spell(): void {
    const forms = new Set<string>();
    for (const secret of [...this.#configured, ...[...this.#renewed.values()].flat()]) {
      if (secret.length >= MIN_LENGTH) {
        forms.add(secret);
        forms.add(encodeURIComponent(secret));
        forms.add(Buffer.from(secret).toString("base64"));
      }
    }
    this.#plain = [...forms].sort((a, b) => b.length - a.length);
    this.#inJson = this.#plain.map((secret) => JSON.stringify(secret).slice(1, -1));
  }

  /** Whether a text, such as a URL, holds one. */
  standIn(text: string): boolean {
    return this.#plain.some((secret) => text.includes(secret));
  }

  /** Whether a JSON document holds one. */
  isIn(jsonText: string): boolean {
    return this.#inJson.some((secret) => jsonText.includes(secret));
  }

  /** Text without them. */
  scrub(text: string): string {
    return replaceAll(text, this.#plain);
  }

  /** JSON text without them. */
  scrubJson(jsonText: string): string {
    return replaceAll(jsonText, this.#inJson);
  }
}

function replaceAll(text: string, secrets: readonly string[]): string {
  return secrets.reduce((scrubbed, secret) => scrubbed.replaceAll(secret, REDACTED), text);
}
