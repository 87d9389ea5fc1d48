const REDACTED = "[redacted]";

/** A shorter text would be found in innocent places. */
const MIN_LENGTH = 4;

/** The configured secrets, in every form in which they could leave the process. */
export class Secrets {
  readonly #plain: readonly string[];
  /** As they would stand in JSON text. */
  readonly #inJson: readonly string[];

  constructor(secrets: Iterable<string>) {
    const forms = new Set<string>();
    for (const secret of secrets) {
      if (secret.length >= MIN_LENGTH) {
        forms.add(secret);
        forms.add(encodeURIComponent(secret));
        forms.add(Buffer.from(secret).toString("base64"));
      }
    }
    this.#plain = [...forms].sort((a, b) => b.length - a.length);
    this.#inJson = this.#plain.map((secret) => JSON.stringify(secret).slice(1, -1));
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
