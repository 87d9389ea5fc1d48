import { describe, expect, it } from "vitest";
import { openDesk } from "../../../../templates/server/src/runtime/desk/desk.js";
import { hashOf } from "../../../../templates/server/src/runtime/desk/links.js";
import type { Notice, Notifier } from "../../../../templates/server/src/runtime/desk/notice.js";
import { Notices } from "../../../../templates/server/src/runtime/desk/notices.js";
import type { DeskSide } from "../../../../templates/server/src/runtime/gates/desk-side.js";
import { memoryStore } from "../../../../templates/server/src/runtime/gates/memory-store.js";
import type { DraftStore } from "../../../../templates/server/src/runtime/gates/store.js";
import { Secrets } from "../../../../templates/server/src/runtime/secrets.js";
import { draftWith } from "../gates/drafts-of-tests.js";
import { until } from "./desk-of-tests.js";

const finance = "finance@example.com";
const cfo = "cfo@example.com";
const HOUR = 60 * 60 * 1000;

/** What one draft that waits looks like from the desk. */
async function oneWaits() {
  const store = await memoryStore().open();
  const draft = draftWith({ state: "waiting", requester: "anna@example.com" });
  await store.add(draft, 5);
  let looks = 0;
  const logged: (readonly [level: string, message: string])[] = [];
  const side: DeskSide = {
    store: async () => store,
    waiting: async () => {
      looks += 1;
      return await store.list(["waiting"], 9);
    },
    decided: async () => [],
    shown: (shown) => shown,
    decide: async () => ({ kind: "not-decided", why: "unavailable", draft: null }),
    log: (message, _fields, level) => {
      logged.push([level ?? "info", message]);
    },
    logged: async () => true,
    secrets: new Secrets([]),
  };
  return { store, side, logged, looks: () => looks };
}

/** A way to tell that keeps what it told, and fails where `work` does. */
function notifier(
  isPersonal: boolean,
  work: (notice: Notice) => Promise<void> = async () => undefined,
): Notifier & { readonly tries: Notice[]; readonly told: Notice[] } {
  const tries: Notice[] = [];
  const told: Notice[] = [];
  return {
    name: isPersonal ? "email" : "slack",
    isPersonal,
    secrets: [],
    tries,
    told,
    async tell(notice) {
      tries.push(notice);
      await work(notice);
      told.push(notice);
    },
    close: async () => undefined,
  };
}

const audience = (...notifiers: readonly Notifier[]) => ({
  title: "Billing",
  url: "http://127.0.0.1:4180",
  approvers: [finance, cfo],
  notifiers,
});

const approversOf = (notices: readonly Notice[]) =>
  notices.map(({ links }) => links.map(({ approver }) => approver));

async function linkOf(store: DraftStore, notice: Notice | undefined) {
  const [, secret = ""] = notice?.links[0]?.url.split("/d/") ?? [];
  return await store.findLink(hashOf(secret));
}

const failsFor = (address: string) => async (notice: Notice) => {
  if (notice.links.some(({ approver }) => approver === address)) {
    throw new Error("550 no such mailbox");
  }
};

describe("a mail that cannot be delivered", () => {
  it("is sent again, and no other mail or message for its sake", async () => {
    const { store, side } = await oneWaits();
    const mail = notifier(true, failsFor(cfo));
    const chat = notifier(false);
    const notices = new Notices(audience(mail, chat), side);
    for (const at of [0, 1, 2_000, 6_000]) {
      await notices.round(at);
    }
    expect(approversOf(mail.told)).toEqual([[finance]]);
    expect(approversOf(mail.tries)).toEqual([[finance], [cfo], [cfo], [cfo]]);
    expect(new Set(mail.tries.slice(1).map(({ links }) => links[0]?.url)).size).toBe(1);
    expect(approversOf(chat.told)).toEqual([[]]);
    expect(await linkOf(store, mail.told[0])).toMatchObject({ approver: finance, told: true });
  });

  it("leaves the links alone that were mailed, also after a restart", async () => {
    const { store, side } = await oneWaits();
    const mail = notifier(true, failsFor(cfo));
    await new Notices(audience(mail), side).round(0);
    const next = notifier(true);
    await new Notices(audience(next), side).round(HOUR);
    expect(approversOf(next.told)).toEqual([[cfo]]);
    expect(await linkOf(store, mail.told[0])).toMatchObject({ approver: finance });
  });
});

describe("the log", () => {
  it("warns of approvers who were not told, and where there are none: nobody can decide then", async () => {
    const { side, logged } = await oneWaits();
    const mail = notifier(true, failsFor(cfo));
    await new Notices(audience(mail), side).round(0);
    await new Notices({ ...audience(mail), approvers: ["anna@example.com"] }, side).round(0);
    expect(logged.sort()).toEqual([
      ["info", "approvers told"],
      ["warn", "approvers not told"],
      ["warn", "nobody may approve"],
    ]);
  });
});

describe("a notice that was told", () => {
  it("is not told again where another way failed", async () => {
    const { side } = await oneWaits();
    let isDown = true;
    const chat = notifier(false);
    const other = notifier(false, async () => {
      if (isDown) {
        throw new Error("Slack answered 500.");
      }
    });
    const notices = new Notices(audience(chat, other), side);
    await notices.round(0);
    isDown = false;
    await notices.round(HOUR);
    await notices.round(2 * HOUR);
    expect(approversOf(chat.tries)).toEqual([[finance, cfo]]);
    expect(approversOf(other.tries)).toEqual([
      [finance, cfo],
      [finance, cfo],
    ]);
  });

  it("is not told again where the store could not keep that", async () => {
    const { store, side } = await oneWaits();
    let isDown = true;
    const markTold = store.markTold.bind(store);
    Object.assign(store, {
      async markTold(hash: string) {
        if (isDown) {
          throw new Error("The disk is full.");
        }
        await markTold(hash);
      },
    });
    const mail = notifier(true);
    const notices = new Notices(audience(mail), side);
    await notices.round(0);
    await expect(notices.round(1)).rejects.toThrow("The disk is full.");
    isDown = false;
    await notices.round(2);
    expect(approversOf(mail.tries)).toEqual([[finance], [cfo]]);
    expect(await linkOf(store, mail.told[0])).toMatchObject({ told: true });
  });
});

describe("a mail server that says nothing", () => {
  it("keeps one round waiting, and the desk from closing for a moment only", async () => {
    const { side, looks } = await oneWaits();
    const mail = notifier(true, () => new Promise(() => undefined));
    const listen = { host: "127.0.0.1", port: 0 };
    const desk = await openDesk({ audience: audience(mail), operations: {}, side, listen });
    await until(() => mail.tries.length === 2);
    await new Promise((resolve) => setTimeout(resolve, 700));
    const started = performance.now();
    await desk.close();
    expect(performance.now() - started).toBeLessThan(4_000);
    expect([looks(), mail.tries.length]).toEqual([1, 2]);
  });
});
