import { writeText } from "../../output/scratch.js";
import { readNamed } from "../../source/read.js";
import { type Cassette, cassetteFault, cassetteText, parseCassette } from "../cassette/cassette.js";
import { Player } from "../cassette/player.js";
import { cassetteOf, Recorder, type Recording } from "../cassette/recorder.js";
import type { Prompt } from "../evals.js";
import type { Model } from "../model.js";
import type { AttemptRecord } from "../run.js";
import type { Secrets } from "./secrets.js";

/** Where cassettes are kept. */
export interface Shelf {
  /** Relative to the folder of the evals file. */
  readonly place: string;
  /** The command that renews them. */
  readonly renewedBy: string;
}

/** What lies at a prompt's place. */
interface Kept {
  readonly cassette: Cassette | null;
  /** Where there is none, whether it is because there is no file. */
  readonly isMissing: boolean;
  /** Why there is none, as a sentence. */
  readonly fault: string;
}

const usualShelf: Shelf = { place: "evals/cassettes", renewedBy: "mcpgen eval --record" };

/** The cassettes of an evals file: `<id>.json` on a shelf beside it. */
export class Cassettes {
  readonly #folder: string;
  readonly #shelf: Shelf;
  readonly #volatile: readonly string[];
  readonly #known = new Map<string, Kept>();
  readonly #recordings = new Map<string, Map<number, Recording | null>>();

  /** `folder` is the one of the evals file, absolute. */
  constructor(folder: string, volatile: readonly string[], shelf = usualShelf) {
    this.#folder = folder;
    this.#shelf = shelf;
    this.#volatile = volatile;
  }

  player({ id, says }: Prompt, repeat: number): Player {
    const { cassette, fault } = this.#read(id.value);
    return new Player(cassette, {
      fault,
      path: this.#pathOf(id.value),
      repeat,
      messages: says.length,
      volatile: this.#volatile,
      renewedBy: this.#shelf.renewedBy,
    });
  }

  recorder(model: Model): Recorder {
    return new Recorder(model, this.#volatile);
  }

  /** Who was recorded; several are joined. Null where there is no cassette. */
  recordedFrom(prompts: readonly Prompt[]): string | null {
    const names = prompts.flatMap(({ id }) => this.#read(id.value).cassette?.recorded_from ?? []);
    return names.length === 0 ? null : [...new Set(names)].sort().join(", ");
  }

  /** Keeps what an attempt has said, unless it was cut off from outside. */
  keep({ id }: Prompt, { end, repeat }: AttemptRecord, recorder: Recorder): void {
    const isWhole = !["budget", "interrupted", "no-answer", "not-started", "timeout"].includes(end);
    const own = this.#recordings.get(id.value) ?? new Map<number, Recording | null>();
    own.set(repeat, isWhole ? recorder.recording() : null);
    this.#recordings.set(id.value, own);
  }

  /** Writes the cassette of a prompt if all of its attempts came to their end. */
  write({ id, says }: Prompt, model: string, secrets: Secrets): boolean {
    const own = [...(this.#recordings.get(id.value) ?? [])].sort(([a], [b]) => a - b);
    const recordings = own.flatMap(([, recording]) => recording ?? []);
    const texts = says.map(({ value }) => value);
    const cassette = cassetteOf(id.value, texts, model, recordings);
    if (cassette === null || recordings.length < own.length) {
      return false;
    }
    writeText(this.#folder, this.#pathOf(id.value), cassetteText(secrets.scrubJson(cassette)));
    return true;
  }

  /** What is wrong with the files of prompts that have one which is no cassette. */
  broken(prompts: readonly Prompt[]): readonly string[] {
    return prompts.flatMap(({ id }) => {
      const { cassette, fault, isMissing } = this.#read(id.value);
      return cassette === null && !isMissing ? [fault] : [];
    });
  }

  #read(id: string): Kept {
    const known = this.#known.get(id);
    if (known !== undefined) {
      return known;
    }
    const path = this.#pathOf(id);
    const file = readNamed(this.#folder, path);
    const cassette = file.kind === "read" ? parseCassette(file.file.text) : null;
    const isMissing = file.kind !== "read";
    const fault = isMissing
      ? `there is no cassette ${path}`
      : `${path} ${cassetteFault(file.file.text)}`;
    const kept = { cassette, isMissing, fault };
    this.#known.set(id, kept);
    return kept;
  }

  #pathOf(id: string): string {
    return `${this.#shelf.place}/${id}.json`;
  }
}
