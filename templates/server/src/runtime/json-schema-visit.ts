import { spend } from "./effort.js";
import type { Finding, JsonSchema } from "./json-schema-check.js";

/** Whether a value is accepted; what is wrong with it is added to the visit. */
export type Check = (value: unknown, visit: Visit) => boolean;
export type Compiler = (schema: JsonSchema | boolean) => Check;

/** The value that is checked, or a member or an element of it: one place for all schemas that come there. */
class Place {
  #verdicts: Map<Check, Verdict | null> | null = null;
  #cut: Set<Check> | null = null;
  #below: Map<string | number, Place> | null = null;

  constructor(
    private readonly around: Place | null = null,
    private readonly key: string | number = "",
  ) {}

  /** The place of a member or an element; those of plain values are not kept, since little hangs on them. */
  below(key: string | number, value: unknown): Place {
    const known = this.#below?.get(key);
    if (known !== undefined) {
      return known;
    }
    const place = new Place(this, key);
    if (typeof value === "object" && value !== null) {
      this.#below ??= new Map();
      this.#below.set(key, place);
    }
    return place;
  }

  /** What a named schema has said of the value here; null while it is at it. */
  verdict(check: Check): Verdict | null | undefined {
    return this.#verdicts?.get(check);
  }

  remember(check: Check, verdict: Verdict | null): void {
    this.#verdicts ??= new Map();
    this.#verdicts.set(check, verdict);
  }

  forget(check: Check): void {
    this.#verdicts?.delete(check);
  }

  /** Notes that a named schema was asked while it was at it: what those within it say hangs on that. */
  cut(check: Check): void {
    this.#cut?.add(check);
  }

  /** Runs a named schema; what it says is final unless one around it was asked meanwhile. */
  run(check: Check, value: unknown, visit: Visit): { accepted: boolean; isFinal: boolean } {
    const around = this.#cut;
    const own = new Set<Check>();
    this.#cut = own;
    const accepted = check(value, visit);
    own.delete(check);
    for (const other of own) {
      around?.add(other);
    }
    this.#cut = around;
    return { accepted, isFinal: own.size === 0 };
  }

  /** From a place around it down to here; from the whole value if none is given. */
  pathFrom(start: Place | null = null): readonly (string | number)[] {
    const path: (string | number)[] = [];
    for (let place: Place = this; place !== start && place.around !== null; place = place.around) {
      path.push(place.key);
    }
    return path.reverse();
  }
}

interface Verdict {
  readonly accepted: boolean;
  readonly visit: Visit;
}

/** What is wrong with a value, and at which place. */
interface Fault {
  readonly place: Place;
  readonly message: string;
}

/** How much of what is wrong is kept: nobody reads more. */
const MOST_FAULTS = 100;

/** One schema object meeting one value: its faults, and what of the value has been evaluated. */
export class Visit {
  /** Sets, since many may ask the same schema; null for empty ones, which most are. */
  #faults: Set<Fault> | null = null;
  #evaluated: Set<string | number> | null = null;

  constructor(
    /** Whether anything asks what has been evaluated. */
    private readonly evaluates: boolean,
    readonly place = new Place(),
    /** Whether only few will read the faults: they are not worth a second look at the value. */
    readonly brief = false,
  ) {}

  /** Another schema on the same value; `adopt` takes its evaluations over. */
  beside(brief = this.brief): Visit {
    return new Visit(this.evaluates, this.place, brief);
  }

  /** A schema on a member or an element of the value. */
  below(key: string | number, value: unknown): Visit {
    return new Visit(this.evaluates, this.place.below(key, value), this.brief);
  }

  /** A schema on the name of a member. */
  ofName(name: string): Visit {
    return new Visit(this.evaluates, new Place(this.place, name), this.brief);
  }

  /** Notes that a subschema has looked at a member or an element; for `unevaluatedProperties` and `unevaluatedItems`. */
  evaluate(key: string | number): void {
    if (this.evaluates) {
      this.#evaluated ??= new Set();
      this.#evaluated.add(key);
    }
  }

  hasEvaluated(key: string | number): boolean {
    return this.#evaluated?.has(key) === true;
  }

  /** Takes over what a subschema on the same value has evaluated. */
  adopt(other: Visit): void {
    if (other.#evaluated !== null) {
      spend(other.#evaluated.size);
      this.#evaluated ??= new Set();
      for (const key of other.#evaluated) {
        this.#evaluated.add(key);
      }
    }
  }

  /** Notes what is wrong with the value itself. */
  fault(message: string): void {
    spend(5);
    this.#keep({ place: this.place, message });
  }

  /** Takes over what is wrong with the value, or with a part of it. */
  report(other: Visit): void {
    for (const fault of other.#faults ?? []) {
      this.#keep(fault);
    }
  }

  #keep(fault: Fault): void {
    this.#faults ??= new Set();
    if (this.#faults.size < MOST_FAULTS) {
      this.#faults.add(fault);
    }
  }

  /** What is wrong, at paths from a place on. */
  findings(start: Place | null = null): readonly Finding[] {
    return [...(this.#faults ?? [])].map(({ place, message }) => ({
      path: place.pathFrom(start),
      message,
    }));
  }
}

/** Notes what is wrong; returns false for the caller to return. */
export function fail(visit: Visit, message: string): false {
  visit.fault(message);
  return false;
}

/** Checks a member or an element, and takes its faults over. */
export function checkBelow(
  check: Check,
  value: unknown,
  key: string | number,
  visit: Visit,
): boolean {
  const below = visit.below(key, value);
  const accepted = check(value, below);
  visit.report(below);
  return accepted;
}

/** Checks the same value with a subschema, of whose `unevaluated…` the keywords here are no business. */
export function checkBeside(check: Check, value: unknown, visit: Visit): boolean {
  const beside = visit.beside();
  const accepted = check(value, beside);
  visit.report(beside);
  visit.adopt(beside);
  return accepted;
}

/**
 * Checks the same value with a schema that many may refer to, and asks it once: schemas that contain
 * themselves in several alternatives would otherwise be followed down in each of them, at each level.
 */
export function checkNamed(check: Check, value: unknown, visit: Visit): boolean {
  const { place } = visit;
  const known = place.verdict(check);
  if (known === null) {
    place.cut(check);
    return fail(visit, "is of a kind that is described by itself alone");
  }
  if (known !== undefined && (known.accepted || visit.brief || !known.visit.brief)) {
    visit.report(known.visit);
    visit.adopt(known.visit);
    return known.accepted;
  }
  const beside = visit.beside();
  place.remember(check, null);
  const { accepted, isFinal } = place.run(check, value, beside);
  if (accepted || isFinal) {
    place.remember(check, { accepted, visit: beside });
  } else {
    place.forget(check);
  }
  visit.report(beside);
  visit.adopt(beside);
  return accepted;
}

/** Whether a schema accepts the value, without saying what is wrong; evaluations count when it does. */
export function accepts(check: Check, value: unknown, visit: Visit): boolean {
  const beside = visit.beside(true);
  const accepted = check(value, beside);
  if (accepted) {
    visit.adopt(beside);
  }
  return accepted;
}
