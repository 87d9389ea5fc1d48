import { chmodSync, closeSync, mkdirSync, openSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type Database from "libsql";
import {
  type ApprovalLink,
  type Asker,
  type Draft,
  type DraftState,
  discardingStates,
  openStates,
} from "./draft.js";
import type { Added, DraftStore, StoreDefinition } from "./store.js";

/** The project's folder, seen from dist/runtime/gates: whoever starts the server, the file is the same. */
const PROJECT = fileURLToPath(new URL("../../../", import.meta.url));

/** The layout of the tables below. */
const LAYOUT = 1;

/** How long a change waits for another process's. */
const BUSY_MS = 10_000;

const listOf = (states: Iterable<DraftState>) =>
  `(${[...states].map((state) => `'${state}'`).join(", ")})`;

const open = listOf(openStates);

const toCancel = `state IN ${listOf(discardingStates)}
  AND json_extract(draft, '$.cancel') IS NOT NULL`;

const tables = `
  CREATE TABLE IF NOT EXISTS drafts (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    state TEXT NOT NULL,
    caller TEXT NOT NULL,
    hash TEXT NOT NULL,
    input_hash TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    draft TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS drafts_by_caller ON drafts (caller, state);
  CREATE INDEX IF NOT EXISTS drafts_by_state ON drafts (state, created_at);
  CREATE INDEX IF NOT EXISTS drafts_to_cancel ON drafts (created_at) WHERE ${toCancel};
  CREATE TABLE IF NOT EXISTS links (
    hash TEXT PRIMARY KEY,
    draft_id TEXT NOT NULL,
    approver TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    told INTEGER NOT NULL,
    misses INTEGER NOT NULL,
    UNIQUE (draft_id, approver)
  ) STRICT;
`;

/**
 * Drafts in a file of an embedded database, for any number of processes of one machine. A relative
 * path is the project's. Its owner alone may read it, whatever rights it had before: drafts hold
 * what was asked for until they are forgotten, the values of secret inputs too.
 */
export function fileStore(path: string): StoreDefinition {
  const file = resolve(PROJECT, path);
  return {
    shared: true,
    open: async () => {
      const { default: Sqlite } = await import("libsql");
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      // The database takes over the rights of a file that is there.
      closeSync(openSync(file, "a", 0o600));
      for (const each of [file, `${file}-wal`, `${file}-shm`]) {
        keepPrivate(each);
      }
      return new FileStore(new Sqlite(file, { timeout: BUSY_MS }));
    },
  };
}

/** Throws where the file is another's, and not private. */
function keepPrivate(path: string): void {
  const mode = statSync(path, { throwIfNoEntry: false })?.mode ?? 0;
  if ((mode & 0o077) !== 0) {
    chmodSync(path, 0o600);
  }
}

/** Every method is one transaction, on the disk before it returns: a process may be killed at any time. */
class FileStore implements DraftStore {
  readonly #database: Database.Database;
  readonly #statements: ReturnType<typeof prepare>;

  constructor(database: Database.Database) {
    this.#database = database;
    database.pragma("journal_mode = WAL");
    database.pragma("synchronous = FULL");
    database.transaction(() => lay(database)).immediate();
    this.#statements = prepare(database);
  }

  async add(draft: Draft, maxOpen: number): Promise<Added> {
    const add = this.#database.transaction((): Added => {
      const { caller, requester, hash, createdAt } = draft;
      const same = draftOf(this.#statements.findSame.get(caller, requester, hash, createdAt));
      if (same !== null) {
        return { kind: "same", draft: same };
      }
      if (this.#countOpen(draft, createdAt) >= maxOpen) {
        return { kind: "full" };
      }
      this.#statements.insert.run(...columns(draft), draft.id);
      return { kind: "added" };
    });
    return add.immediate();
  }

  async find(id: string): Promise<Draft | null> {
    return draftOf(this.#statements.find.get(id));
  }

  async findOpen(asker: Asker, inputHash: string, now: number): Promise<Draft | null> {
    const { caller, requester } = asker;
    return draftOf(this.#statements.findOpen.get(caller, requester, inputHash, now));
  }

  async countOpen(asker: Asker, now: number): Promise<number> {
    return this.#countOpen(asker, now);
  }

  async move(from: Draft, to: Draft): Promise<boolean> {
    const { changes } = this.#statements.move.run(...columns(to), from.id, from.version);
    return changes === 1;
  }

  async list(states: readonly DraftState[], limit: number): Promise<readonly Draft[]> {
    const rows = this.#statements.list.all(JSON.stringify(states), limit);
    return rows.flatMap((row) => draftOf(row) ?? []);
  }

  async listToCancel(limit: number): Promise<readonly Draft[]> {
    return this.#statements.listToCancel.all(limit).flatMap((row) => draftOf(row) ?? []);
  }

  async putLink(link: ApprovalLink, stale: number): Promise<boolean> {
    const { hash, draftId, approver, createdAt, told, misses } = link;
    const row = [hash, draftId, approver, createdAt, told ? 1 : 0, misses] as const;
    return this.#statements.putLink.run(...row, stale).changes === 1;
  }

  async markTold(hash: string): Promise<void> {
    this.#statements.markTold.run(hash);
  }

  async findLink(hash: string): Promise<ApprovalLink | null> {
    return linkOf(this.#statements.findLink.get(hash));
  }

  async countMiss(hash: string): Promise<number> {
    return linkOf(this.#statements.countMiss.get(hash))?.misses ?? 0;
  }

  async forget(time: number): Promise<void> {
    const forget = this.#database.transaction(() => {
      this.#statements.forget.run(time);
      this.#statements.forgetLinks.run();
    });
    forget.immediate();
  }

  async close(): Promise<void> {
    this.#database.close();
  }

  #countOpen({ caller, requester }: Asker, now: number): number {
    const row = this.#statements.countOpen.get(caller, requester, now);
    return (row as { readonly count: number }).count;
  }
}

interface LinkRow {
  readonly hash: string;
  readonly draft_id: string;
  readonly approver: string;
  readonly created_at: number;
  readonly told: number;
  readonly misses: number;
}

/** Makes the tables in a new file. Throws where the file is of a layout that this code does not know. */
function lay(database: Database.Database): void {
  const [found] = database.pragma("user_version") as readonly { readonly user_version: number }[];
  const layout = found?.user_version ?? 0;
  if (layout !== 0 && layout !== LAYOUT) {
    throw new Error(`The drafts are kept in layout ${layout}; this server knows layout ${LAYOUT}.`);
  }
  database.exec(tables);
  database.pragma(`user_version = ${LAYOUT}`);
}

function prepare(database: Database.Database) {
  const select = "SELECT draft FROM drafts WHERE";
  const openOf = `caller = ? AND json_extract(draft, '$.requester') IS ? AND state IN ${open}`;
  return {
    find: database.prepare(`${select} id = ?`),
    findSame: database.prepare(`${select} ${openOf} AND hash = ? AND expires_at > ?`),
    findOpen: database.prepare(`${select} ${openOf} AND input_hash = ? AND expires_at > ?`),
    countOpen: database.prepare(
      `SELECT count(*) AS count FROM drafts WHERE ${openOf} AND expires_at > ?`,
    ),
    insert: database.prepare(
      `INSERT INTO drafts (version, state, caller, hash, input_hash, created_at, expires_at, draft, id)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    move: database.prepare(
      `UPDATE drafts SET version = ?, state = ?, caller = ?, hash = ?, input_hash = ?,
         created_at = ?, expires_at = ?, draft = ?
       WHERE id = ? AND version = ?`,
    ),
    list: database.prepare(
      `${select} state IN (SELECT value FROM json_each(?))
       ORDER BY created_at DESC, rowid DESC LIMIT ?`,
    ),
    listToCancel: database.prepare(`${select} ${toCancel} ORDER BY created_at LIMIT ?`),
    putLink: database.prepare(
      `INSERT INTO links VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (draft_id, approver) DO UPDATE
         SET hash = excluded.hash, created_at = excluded.created_at, misses = excluded.misses
         WHERE told = 0 AND created_at < ?`,
    ),
    markTold: database.prepare("UPDATE links SET told = 1 WHERE hash = ?"),
    findLink: database.prepare("SELECT * FROM links WHERE hash = ?"),
    countMiss: database.prepare("UPDATE links SET misses = misses + 1 WHERE hash = ? RETURNING *"),
    forget: database.prepare(`DELETE FROM drafts WHERE state NOT IN ${open} AND expires_at < ?`),
    forgetLinks: database.prepare(
      "DELETE FROM links WHERE draft_id NOT IN (SELECT id FROM drafts)",
    ),
  };
}

/** In the order of the statements that take them; the id comes last there. */
function columns(draft: Draft): readonly (string | number)[] {
  const { version, state, caller, hash, inputHash, createdAt, expiresAt } = draft;
  return [version, state, caller, hash, inputHash, createdAt, expiresAt, JSON.stringify(draft)];
}

/** What `columns` wrote. */
function draftOf(row: unknown): Draft | null {
  return row === undefined ? null : JSON.parse((row as { readonly draft: string }).draft);
}

function linkOf(row: unknown): ApprovalLink | null {
  if (row === undefined) {
    return null;
  }
  const { hash, draft_id, approver, created_at, told, misses } = row as LinkRow;
  return { hash, draftId: draft_id, approver, createdAt: created_at, told: told === 1, misses };
}
