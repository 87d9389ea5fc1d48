import { fullFormats } from "ajv-formats/dist/formats.js";
import type { Random } from "./random.js";

/** Longer texts are not held to a format: some of its expressions take time. */
const longestTested = 2_000;

/** Whether a text is of a format; true for formats that nobody knows. */
export function hasFormat(text: string, format: string): boolean {
  const known = Object.hasOwn(fullFormats, format)
    ? fullFormats[format as keyof typeof fullFormats]
    : undefined;
  if (known === undefined || typeof known === "boolean" || text.length > longestTested) {
    return true;
  }
  if (known instanceof RegExp) {
    return known.test(text);
  }
  if (typeof known === "function") {
    return known(text);
  }
  if (typeof known !== "object" || !("validate" in known) || known.type === "number") {
    return true;
  }
  const { validate } = known as { readonly validate: RegExp | ((text: string) => unknown) };
  return validate instanceof RegExp ? validate.test(text) : validate(text) === true;
}

/** Whether a number is within what its format holds; true for formats that bound no numbers. */
export function isInRange(value: number | bigint, format: string): boolean {
  const range = Object.hasOwn(ranges, format) ? ranges[format] : undefined;
  return range === undefined || (value >= range[0] && value <= range[1]);
}

const ranges: Readonly<Record<string, readonly [bigint, bigint]>> = {
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
};

/** A text of a format; null for formats that say nothing about the text's form. */
export function textOfFormat(format: string, random: Random): string | null {
  return Object.hasOwn(samples, format) ? (samples[format]?.(random) ?? null) : null;
}

const two = (value: number): string => String(value).padStart(2, "0");
const hex = (random: Random, length: number): string =>
  Array.from({ length }, () => "0123456789abcdef"[random.integer(0, 15)]).join("");

function date(random: Random): string {
  return `${random.integer(2024, 2026)}-${two(random.integer(1, 12))}-${two(random.integer(1, 28))}`;
}

function time(random: Random): string {
  return [random.integer(0, 23), random.integer(0, 59), random.integer(0, 59)].map(two).join(":");
}

function uuid(random: Random): string {
  const variant = "89ab"[random.integer(0, 3)];
  return `${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-${variant}${hex(random, 3)}-${hex(random, 12)}`;
}

/** Names, addresses and networks are the ones that are set aside for examples (RFC 2606, 5737, 3849). */
const samples: Readonly<Record<string, (random: Random) => string>> = {
  "date-time": (random) => `${date(random)}T${time(random)}Z`,
  "iso-date-time": (random) => `${date(random)}T${time(random)}Z`,
  date,
  time: (random) => `${time(random)}Z`,
  "iso-time": time,
  duration: (random) => `P${random.integer(1, 30)}D`,
  email: (random) => `${random.pick(people)}@example.com`,
  "idn-email": (random) => `${random.pick(people)}@example.com`,
  hostname: (random) => `host-${random.integer(1, 999)}.example.com`,
  "idn-hostname": (random) => `host-${random.integer(1, 999)}.example.com`,
  ipv4: (random) => `192.0.2.${random.integer(1, 254)}`,
  ip: (random) => `192.0.2.${random.integer(1, 254)}`,
  ipv6: (random) => `2001:db8::${hex(random, 4)}`,
  cidr: (random) => `192.0.2.${random.integer(0, 15) * 16}/28`,
  uri: (random) => `https://example.com/${hex(random, 8)}`,
  url: (random) => `https://example.com/${hex(random, 8)}`,
  iri: (random) => `https://example.com/${hex(random, 8)}`,
  "uri-reference": (random) => `/${hex(random, 8)}`,
  "iri-reference": (random) => `/${hex(random, 8)}`,
  "uri-template": () => "/things/{id}",
  uuid,
  guid: uuid,
  "json-pointer": () => "/name",
  "json-pointer-uri-fragment": () => "#/name",
  "relative-json-pointer": () => "0/name",
  regex: () => "^[a-z]+$",
  byte: (random) => Buffer.from(hex(random, 12)).toString("base64"),
  base64: (random) => Buffer.from(hex(random, 12)).toString("base64"),
  int64: (random) => String(random.integer(1, 100_000)),
  decimal: (random) => `${random.integer(1, 999)}.${two(random.integer(0, 99))}`,
};

const people = ["ada", "alan", "barbara", "edsger", "grace", "katherine", "margaret", "niklaus"];
