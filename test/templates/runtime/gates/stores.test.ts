import { chmodSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DraftState } from "../../../../templates/server/src/runtime/gates/draft.js";
import { fileStore } from "../../../../templates/server/src/runtime/gates/file-store.js";
import { memoryStore } from "../../../../templates/server/src/runtime/gates/memory-store.js";
import type { DraftStore } from "../../../../templates/server/src/runtime/gates/store.js";
import { draftWith, moved } from "./drafts-of-tests.js";

const anna = { caller: "anna", requester: null };
const bob = { caller: "bob", requester: null };

const folder = mkdtempSync(join(tmpdir(), "mcpgen-stores-"));
let files = 0;

afterAll(() => rmSync(folder, { recursive: true }));

const stores = [
  { name: "memory", definition: () => memoryStore() },
  { name: "file", definition: () => fileStore(join(folder, `${++files}`, "drafts.db")) },
] as const;

describe.each(stores)("the store: $name", ({ definition }) => {
  let store: DraftStore;
  beforeEach(async () => {
    store = await definition().open();
  });
  afterEach(() => store.close());

  it("gives a draft back as it was added", async () => {
    const draft = draftWith({
      show: [["__proto__", "a\u2028b'\"\0"]],
      input: { "a'b": [1.5, null] },
    });
    expect(await store.add(draft, 5)).toEqual({ kind: "added" });
    expect(await store.find(draft.id)).toEqual(draft);
    expect(await store.find("'; DROP TABLE drafts; --")).toBeNull();
  });

  it("adds no draft twice", async () => {
    const draft = draftWith({});
    await store.add(draft, 5);
    expect(await store.add(draftWith({ hash: draft.hash }), 5)).toEqual({ kind: "same", draft });
    expect(await store.add(draftWith({ hash: draft.hash, caller: "bob" }), 5)).toEqual({
      kind: "added",
    });
    await expect(store.add(draftWith({ id: draft.id, hash: "other" }), 5)).rejects.toThrow();
    expect(await store.find(draft.id)).toEqual(draft);
  });

  it.each<[DraftState, boolean]>([
    ["prepared", true],
    ["waiting", true],
    ["approved", true],
    ["running", true],
    ["refused", false],
    ["done", false],
    ["failed", false],
    ["unknown", false],
    ["expired", false],
  ])("a draft that is %s is open: %s", async (state, isOpen) => {
    const draft = draftWith({ state });
    await store.add(draft, 5);
    expect(await store.findOpen(anna, draft.inputHash, 2_000)).toEqual(isOpen ? draft : null);
    expect(await store.findOpen(bob, draft.inputHash, 2_000)).toBeNull();
    expect(await store.findOpen(anna, draft.inputHash, draft.expiresAt)).toBeNull();
    expect(await store.countOpen(anna, 2_000)).toBe(isOpen ? 1 : 0);
    expect(await store.countOpen(anna, draft.expiresAt)).toBe(0);
  });

  it("keeps people of one caller apart", async () => {
    const asks = (requester: string | null) => ({ caller: "local", requester });
    const draft = draftWith(asks("anna@x.org"));
    await store.add(draft, 1);
    for (const requester of ["bob@x.org", null]) {
      const other = draftWith({ ...asks(requester), hash: draft.hash });
      expect(await store.findOpen(asks(requester), draft.inputHash, 2_000)).toBeNull();
      expect(await store.countOpen(asks(requester), 2_000)).toBe(0);
      expect(await store.add(other, 1)).toEqual({ kind: "added" });
    }
    expect(await store.findOpen(asks("anna@x.org"), draft.inputHash, 2_000)).toEqual(draft);
  });

  it("holds a caller to so many open drafts, lapsed ones aside", async () => {
    await store.add(draftWith({}), 2);
    const second = draftWith({});
    await store.add(second, 2);
    expect(await store.add(draftWith({}), 2)).toEqual({ kind: "full" });
    expect(await store.add(draftWith({ caller: "bob" }), 2)).toEqual({ kind: "added" });
    expect(await store.add(draftWith({ createdAt: 61_000, expiresAt: 90_000 }), 2)).toEqual({
      kind: "added",
    });
    await store.move(second, moved(second, { state: "done" }));
    expect(await store.add(draftWith({ createdAt: 2_000 }), 3)).toEqual({ kind: "added" });
  });

  it("moves a draft once from where it was read", async () => {
    const draft = draftWith({});
    await store.add(draft, 5);
    const running = moved(draft, {
      state: "running",
      runner: { id: "a", leaseUntil: 9, since: 1 },
    });
    const tries = await Promise.all(
      ["a", "b", "c"].map((id) =>
        store.move(draft, { ...running, runner: { id, leaseUntil: 9, since: 1 } }),
      ),
    );
    expect(tries.filter(Boolean)).toEqual([true]);
    expect(await store.find(draft.id)).toEqual(running);
    const done = moved(running, { state: "done", result: { kind: "success", output: { a: 1 } } });
    expect(await store.move(draft, done)).toBe(false);
    expect(await store.move(running, done)).toBe(true);
    expect(await store.move(draftWith({}), done)).toBe(false);
    expect(await store.find(draft.id)).toEqual(done);
  });

  it("lists the newest of some states", async () => {
    const [first, second, third] = [1, 2, 2].map((createdAt) =>
      draftWith({ createdAt, state: "waiting" }),
    );
    for (const draft of [first, second, third, draftWith({ state: "done" })]) {
      await store.add(draft ?? draftWith({}), 9);
    }
    expect(await store.list(["waiting"], 9)).toEqual([third, second, first]);
    expect(await store.list(["waiting", "done"], 1)).toHaveLength(1);
    expect(await store.list([], 9)).toEqual([]);
  });

  it("lists what is still to be cancelled, however much has ended since", async () => {
    const cancel = { operation: "cancelNoteDraft", request: { path: { id: "D-1" } } };
    const states: DraftState[] = ["refused", "failed", "expired"];
    const left = states.map((state, index) => draftWith({ state, cancel, createdAt: index }));
    const open = draftWith({ state: "waiting", cancel });
    const done = draftWith({ state: "failed" });
    for (const draft of [...left, open, done]) {
      await store.add(draft, 9);
    }
    expect(await store.listToCancel(9)).toEqual(left);
    expect(await store.listToCancel(1)).toHaveLength(1);
    const [first] = left;
    if (first !== undefined) {
      await store.move(first, moved(first, { cancel: null }));
    }
    expect(await store.listToCancel(9)).toEqual(left.slice(1));
  });

  it("keeps one link for each approver of a draft", async () => {
    const link = {
      hash: "ab",
      draftId: "d",
      approver: "finance@example.com",
      createdAt: 2_000,
      told: false,
      misses: 0,
    };
    expect(await store.putLink(link, 1_000)).toBe(true);
    expect(await store.putLink({ ...link, hash: "cd" }, 2_000)).toBe(false);
    expect(await store.putLink({ ...link, hash: "ef", approver: "cfo@example.com" }, 0)).toBe(true);
    expect(await store.findLink("ab")).toEqual(link);
    expect(await store.findLink("cd")).toBeNull();
    expect(await store.countMiss("ab")).toBe(1);
    expect(await store.countMiss("ab")).toBe(2);
    expect(await store.countMiss("cd")).toBe(0);
    expect(await store.findLink("ab")).toEqual({ ...link, misses: 2 });
  });

  it("renews a link of which nobody was told", async () => {
    const link = { draftId: "d", approver: "a@b.c", createdAt: 2_000, told: false, misses: 0 };
    await store.putLink({ ...link, hash: "old", misses: 3 }, 0);
    expect(await store.putLink({ ...link, hash: "new", createdAt: 9_000 }, 2_001)).toBe(true);
    expect(await store.findLink("old")).toBeNull();
    expect(await store.findLink("new")).toEqual({ ...link, hash: "new", createdAt: 9_000 });
    await store.markTold("new");
    expect(await store.putLink({ ...link, hash: "third" }, 99_000)).toBe(false);
    expect((await store.findLink("new"))?.told).toBe(true);
  });

  it("forgets what has ended and lapsed", async () => {
    const ended = draftWith({ state: "done", expiresAt: 5_000 });
    const fresh = draftWith({ state: "done", expiresAt: 50_000 });
    const running = draftWith({ state: "running", expiresAt: 5_000 });
    for (const draft of [ended, fresh, running]) {
      await store.add(draft, 9);
      const link = { hash: draft.id, draftId: draft.id, approver: "a@b.c" };
      await store.putLink({ ...link, createdAt: 1, told: true, misses: 0 }, 0);
    }
    await store.forget(10_000);
    expect(await store.find(ended.id)).toBeNull();
    expect(await store.findLink(ended.id)).toBeNull();
    for (const { id } of [fresh, running]) {
      expect((await store.find(id))?.id).toBe(id);
      expect((await store.findLink(id))?.draftId).toBe(id);
    }
  });
});

describe("the file store", () => {
  it("is one store, however often it is opened, and stays when it is closed", async () => {
    const path = join(folder, "shared", "drafts.db");
    const [one, other] = await Promise.all([fileStore(path).open(), fileStore(path).open()]);
    const draft = draftWith({});
    await one.add(draft, 5);
    expect(await other.find(draft.id)).toEqual(draft);
    expect(await other.move(draft, moved(draft, { state: "waiting" }))).toBe(true);
    expect(await one.move(draft, moved(draft, { state: "running" }))).toBe(false);
    await one.close();
    await other.close();
    const again = await fileStore(path).open();
    expect((await again.find(draft.id))?.state).toBe("waiting");
    await again.close();
  });

  it.skipIf(process.platform === "win32")("can be read by its owner alone", async () => {
    const path = join(folder, "private", "drafts.db");
    const store = await fileStore(path).open();
    await store.add(draftWith({}), 5);
    const modes = [path, `${path}-wal`, join(folder, "private")].map(
      (each) => statSync(each).mode & 0o077,
    );
    expect(modes).toEqual([0, 0, 0]);
    await store.close();
  });

  it.skipIf(process.platform === "win32")("takes a file that others could read", async () => {
    const path = join(folder, "open.db");
    const files = [path, `${path}-wal`, `${path}-shm`];
    const first = await fileStore(path).open();
    await first.add(draftWith({}), 5);
    for (const file of files) {
      chmodSync(file, 0o664);
    }
    const second = await fileStore(path).open();
    expect(files.map((file) => statSync(file).mode & 0o777)).toEqual([0o600, 0o600, 0o600]);
    await second.close();
    await first.close();
  });

  it("refuses a file of another layout", async () => {
    const path = join(folder, "later", "drafts.db");
    const store = await fileStore(path).open();
    await store.close();
    const { default: Sqlite } = await import("libsql");
    const database = new Sqlite(path);
    database.pragma("user_version = 2");
    database.close();
    await expect(fileStore(path).open()).rejects.toThrow("layout 2");
  });
});
