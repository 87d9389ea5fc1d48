import type { Owned } from "./records.js";

/** Records of one kind, by ID, in the order in which they were made. */
export class Table<Record extends Owned> {
  readonly #records = new Map<string, Record>();

  /** Keeps a copy, and answers with it: what is changed later is the copy. */
  add(record: Record): Record {
    const kept = structuredClone(record);
    this.#records.set(kept.id, kept);
    return kept;
  }

  /** What another account owns is not there. */
  find(account: string, id: string): Record | undefined {
    const record = this.#records.get(id);
    return record?.account === account ? record : undefined;
  }

  remove(id: string): void {
    this.#records.delete(id);
  }

  /** Oldest first. */
  of(account: string): Record[] {
    return [...this.#records.values()].filter((record) => record.account === account);
  }

  get size(): number {
    return this.#records.size;
  }
}
