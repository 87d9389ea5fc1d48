import { createHash, randomBytes } from "node:crypto";

/** 256 random bits, as they stand in a link. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** What the store keeps of a link's secret. */
export function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** Whether a text has the form of a secret; anything else is not looked up. */
export function isSecret(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}
