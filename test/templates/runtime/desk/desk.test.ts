import { request } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { type DeskOptions, startDesk, type TestDesk, until } from "./desk-of-tests.js";

let desk: TestDesk;
afterEach(() => desk.close());

const finance = "finance@example.com";
const refund = { order_id: "77" };

/** A browser that opened a page: its cookie, and what the form holds. */
async function open(link: string) {
  const response = await fetch(link);
  const page = await response.text();
  const hidden = (name: string) =>
    new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? "";
  return {
    response,
    page,
    cookie: (response.headers.get("set-cookie") ?? "").split(";", 1)[0] ?? "",
    fields: { csrf: hidden("csrf"), hash: hidden("hash") },
  };
}

type Fields = Readonly<Record<string, string>>;

/** Sends the form as a browser does, but for what a test says of it. */
async function send(link: string, fields: Fields, headers: Fields = {}) {
  const opened = await open(link);
  return await post(
    link,
    { ...opened.fields, typed: "10.50 EUR", ...fields },
    { cookie: opened.cookie, ...headers },
  );
}

async function post(link: string, fields: Fields, headers: Fields) {
  return await fetch(link, {
    method: "POST",
    redirect: "manual",
    headers: { origin: new URL(link).origin, "sec-fetch-site": "same-origin", ...headers },
    body: new URLSearchParams(fields),
  });
}

async function asked(options?: DeskOptions) {
  desk = await startDesk(options);
  const { draftId, links } = await desk.ask("refund_order", refund);
  return { draftId, links, link: links[finance] ?? "" };
}

async function confirmed(draftId: string): Promise<unknown> {
  const result = await desk.call("confirm_refund_order", { draft_id: draftId });
  return JSON.parse(result.text);
}

describe("an approver", () => {
  it("reads what will happen, in words and values", async () => {
    const { link } = await asked({ customer: "<script>alert(1)</script>\u202eAnna" });
    const { response, page } = await open(link);
    expect(response.status).toBe(200);
    expect(page).toContain(
      "Refund 10.50 EUR on order 77 to &lt;script&gt;alert(1)&lt;/script&gt;Anna.",
    );
    expect(page).toContain('<th scope="row">already refunded</th><td>0.00 EUR</td>');
    expect(page).toContain('<th scope="row">Request</th><td>POST /refunds</td>');
    expect(page).toContain('<th scope="row">body.amount_cents</th><td>1050</td>');
    expect(page).toContain("anna@example.com");
    expect(page).toContain("Billing &amp; &lt;b&gt;more&lt;/b&gt;");
    expect(page).not.toMatch(/<script|<b>|\u202e/);
  });

  it("is not shown what is nobody's to see, and all of the rest", async () => {
    desk = await startDesk();
    const { links } = await desk.ask("refund_with_pin", { order_id: "77", pin: "0815" });
    const { page } = await open(links[finance] ?? "");
    expect(page).not.toContain("0815");
    expect(page).toContain('<th scope="row">body.note</th><td>[secret]</td>');
    const short = await desk.ask("refund_with_pin", { order_id: "77", pin: "0" });
    const other = await open(short.links[finance] ?? "");
    expect(other.page).toContain('<th scope="row">body.amount_cents</th><td>1050</td>');
  });

  it("reads what the owner's own code is given, without secrets of the server", async () => {
    desk = await startDesk({ orderId: "s3cret-token" });
    const { links } = await desk.ask("refund_in_parts", refund);
    const { page } = await open(links[finance] ?? "");
    expect(page).toContain('<th scope="row">order</th><td>77</td>');
    expect(page).toContain('<th scope="row">parts[0]</th><td>1049</td>');
    const call = await desk.ask("refund_order", refund);
    const other = await open(call.links[finance] ?? "");
    expect(other.page).toContain('<th scope="row">body.order_id</th><td>[redacted]</td>');
    expect(other.page).not.toContain("s3cret-token");
  });

  it("approves: the call is made once, and the next confirmation has its result", async () => {
    const { draftId, link } = await asked();
    expect((await send(link, { decision: "approve" })).status).toBe(303);
    expect(desk.changes).toEqual([
      {
        request: "POST /refunds",
        body: { order_id: "77", amount_cents: 1050, speed: "fast" },
      },
    ]);
    expect(await confirmed(draftId)).toMatchObject({ refund_id: "R-1", status: "pending" });
    const { page } = await open(link);
    expect(page).toContain("Approved and made");
    expect(page).not.toContain("<form");
    expect(desk.changes).toHaveLength(1);
  });

  it("refuses, and whoever asked is told why", async () => {
    const { draftId, link } = await asked();
    const reason = "Ask\u202e Bob\nfirst";
    expect((await send(link, { decision: "refuse", reason, typed: "" })).status).toBe(303);
    expect(await confirmed(draftId)).toMatchObject({
      error: "approval_refused",
      reason: "Ask Bob first",
    });
    expect(desk.changes).toEqual([]);
  });

  it("is shown what waits and what was decided", async () => {
    const { link, links } = await asked();
    const other = await desk.ask("issue_note", refund);
    await send(other.links[finance] ?? "", { decision: "refuse", typed: "decide" });
    const list = await (await fetch(`${links["cfo@example.com"]}/all`)).text();
    expect(list).toContain("Refund 10.50 EUR on order 77");
    expect(list).toMatch(/Issue a credit note[\s\S]*Refused[\s\S]*by finance@example.com/);
    expect(list).not.toContain(link.split("/d/")[1]);
  });

  it("is shown the own draft alone by a link that has been of no use for an hour", async () => {
    const { draftId, link } = await asked();
    await send(link, { decision: "refuse" });
    expect((await fetch(`${link}/all`)).status).toBe(200);
    const store = await desk.side.store();
    const draft = await store.find(draftId);
    if (draft?.decision == null) {
      throw new Error("It was not decided.");
    }
    const decision = { ...draft.decision, at: Date.now() - 61 * 60 * 1000 };
    await store.move(draft, { ...draft, decision, version: draft.version + 1 });
    expect((await fetch(`${link}/all`)).status).toBe(404);
    const { response, page } = await open(link);
    expect([response.status, page.includes("/all")]).toEqual([200, false]);
    expect(page).toContain("Refused");
  });

  it("has the API's own draft thrown away by a refusal", async () => {
    desk = await startDesk();
    const { links } = await desk.ask("issue_note", refund);
    await send(links[finance] ?? "", { decision: "refuse", typed: "decide" });
    expect(desk.changes.map((change) => change.request)).toEqual([
      "POST /note-drafts",
      "DELETE /note-drafts/N-1",
    ]);
  });
});

describe("nothing is decided", () => {
  it.each<[string, number, Fields, Fields, string]>([
    ["without the page's token", 403, { csrf: "" }, {}, "csrf"],
    ["with a made-up token", 403, { csrf: "A".repeat(43) }, {}, "csrf"],
    ["without the cookie", 403, {}, { cookie: "" }, "csrf"],
    ["with another cookie", 403, {}, { cookie: `desk=${"A".repeat(43)}` }, "csrf"],
    ["from another origin", 403, {}, { origin: "https://evil.example" }, "another-origin"],
    ["from another site", 403, {}, { "sec-fetch-site": "cross-site" }, "another-origin"],
    [
      "from a frame without origin",
      403,
      {},
      { origin: "null", "sec-fetch-site": "cross-site" },
      "another-origin",
    ],
    ["of another draft", 409, { hash: "0" }, {}, "another-draft"],
    ["neither yes nor no", 400, { decision: "" }, {}, "no-decision"],
    ["with nothing typed", 422, { typed: "" }, {}, "not-typed"],
    ["with something else typed", 422, { typed: "10.51 EUR" }, {}, "not-typed"],
  ])("%s", async (_what, status, fields, headers, logged) => {
    const { draftId, link } = await asked();
    const response = await send(link, { decision: "approve", ...fields }, headers);
    expect(response.status).toBe(status);
    expect(desk.changes).toEqual([]);
    expect(await confirmed(draftId)).toMatchObject({ error: "approval_pending" });
    const line = `"level":"warn"[^\\n]*"draft_id":"${draftId}"[^\\n]*"problem":"${logged}"[^\\n]*decision turned away`;
    await until(() => new RegExp(line).test(desk.log()));
  });

  it("by reading: GET and HEAD, with whatever they carry", async () => {
    const { draftId, link } = await asked();
    const { fields, cookie } = await open(link);
    const query = new URLSearchParams({ ...fields, typed: "10.50 EUR", decision: "approve" });
    for (const method of ["GET", "HEAD"]) {
      const { status } = await fetch(`${link}?${query}`, { method, headers: { cookie } });
      expect(status).toBe(200);
    }
    expect((await fetch(link, { method: "PUT", body: "x" })).status).toBe(405);
    expect(desk.changes).toEqual([]);
    expect(await confirmed(draftId)).toMatchObject({ error: "approval_pending" });
  });

  it("by a form that is none, or too large", async () => {
    const { link } = await asked();
    const { cookie } = await open(link);
    const headers = { cookie, origin: desk.url, "content-type": "application/json" };
    expect((await fetch(link, { method: "POST", headers, body: "{}" })).status).toBe(400);
    const large = await send(link, { decision: "approve", reason: "x".repeat(20_000) });
    expect(large.status).toBe(400);
    expect(desk.changes).toEqual([]);
  });

  it("by a made-up link", async () => {
    const { link } = await asked();
    const made = `${desk.url}/d/${"A".repeat(43)}`;
    const { fields, cookie } = await open(link);
    const response = await post(
      made,
      { ...fields, typed: "10.50 EUR", decision: "approve" },
      { cookie },
    );
    expect([response.status, (await fetch(made)).status]).toEqual([404, 404]);
    expect((await fetch(`${desk.url}/d/..%2f..%2fetc`)).status).toBe(404);
    await until(() => desk.log().includes('"problem":"unknown-link"'));
  });

  it("by another draft's link, with this draft's form", async () => {
    const { link } = await asked();
    const other = await desk.ask("issue_note", refund);
    const { fields, cookie } = await open(link);
    const posted = { ...fields, typed: "decide", decision: "approve" };
    const response = await post(other.links[finance] ?? "", posted, { cookie });
    expect(response.status).toBe(403);
    expect(desk.changes.map((change) => change.request)).toEqual(["POST /note-drafts"]);
  });

  it("twice: not by the same form again, nor by the other approver", async () => {
    const { link, links } = await asked();
    const { fields, cookie } = await open(link);
    const form = { ...fields, typed: "10.50 EUR", decision: "approve" };
    const other = await open(links["cfo@example.com"] ?? "");
    expect((await post(link, form, { cookie })).status).toBe(303);
    expect((await post(link, form, { cookie })).status).toBe(409);
    const no = { ...other.fields, typed: "10.50 EUR", decision: "refuse" };
    const late = await post(links["cfo@example.com"] ?? "", no, { cookie: other.cookie });
    expect(late.status).toBe(409);
    expect(desk.changes).toHaveLength(1);
  });

  it("both ways at once", async () => {
    const { draftId, link, links } = await asked();
    const answers = await Promise.all([
      send(link, { decision: "approve" }),
      send(links["cfo@example.com"] ?? "", { decision: "refuse" }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    const approved = answers[0]?.status === 303;
    expect(desk.changes).toHaveLength(approved ? 1 : 0);
    expect(await confirmed(draftId)).toMatchObject(
      approved ? { refund_id: "R-1" } : { error: "approval_refused" },
    );
  });

  it("once it has lapsed", async () => {
    const { draftId, link } = await asked({ expiresMs: 2_500 });
    const { fields, cookie } = await open(link);
    await new Promise((resolve) => setTimeout(resolve, 2_600));
    const response = await post(
      link,
      { ...fields, typed: "10.50 EUR", decision: "approve" },
      { cookie },
    );
    expect(response.status).toBe(409);
    expect((await open(link)).page).toContain("Lapsed");
    expect(desk.changes).toEqual([]);
    expect(await confirmed(draftId)).toMatchObject({ error: "draft_not_found" });
  });

  it("by a link that is locked, since too much else was typed", async () => {
    const { link, links } = await asked();
    const { fields, cookie } = await open(link);
    for (let miss = 0; miss < 5; miss++) {
      expect((await send(link, { decision: "approve", typed: "?" })).status).toBe(422);
    }
    const { page } = await open(link);
    expect(page).not.toContain("<form");
    const form = { ...fields, typed: "10.50 EUR", decision: "approve" };
    expect((await post(link, form, { cookie })).status).toBe(403);
    expect(desk.changes).toEqual([]);
    expect((await send(links["cfo@example.com"] ?? "", { decision: "approve" })).status).toBe(303);
  });

  it("by who is no approver any more", async () => {
    const { draftId, link, links } = await asked();
    const { fields, cookie } = await open(link);
    await desk.reopen(["cfo@example.com"]);
    const form = { ...fields, typed: "10.50 EUR", decision: "approve" };
    expect((await post(link, form, { cookie })).status).toBe(404);
    for (const url of [link, `${link}/all`]) {
      expect((await fetch(url)).status).toBe(404);
    }
    expect(await confirmed(draftId)).toMatchObject({ error: "approval_pending" });
    expect((await send(links["cfo@example.com"] ?? "", { decision: "refuse" })).status).toBe(303);
    expect(desk.changes).toEqual([]);
  });

  it("by who asked", async () => {
    const { links } = await asked({ approvers: ["Anna@Example.com", finance] });
    expect(Object.keys(links)).toEqual([finance]);
  });
});

describe("the desk", () => {
  it("sends what keeps a page to itself", async () => {
    const { link } = await asked();
    for (const url of [link, `${link}/all`, desk.url, `${desk.url}/none`]) {
      const { headers } = await fetch(url);
      expect(headers.get("content-security-policy")).toMatch(
        /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
      );
      expect(Object.fromEntries(headers)).toMatchObject({
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
      });
    }
    expect((await fetch(link)).headers.get("set-cookie")).toMatch(/; HttpOnly; SameSite=Strict$/);
  });

  it("answers under its own name alone", async () => {
    const { link } = await asked();
    const status = await new Promise((resolve, reject) => {
      const headers = { host: "evil.example" };
      request(link, { headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on("error", reject)
        .end();
    });
    expect(status).toBe(421);
  });

  it("lets no link or secret into the log, or to the model", async () => {
    const { draftId, links } = await asked();
    await send(links[finance] ?? "", { decision: "approve" });
    const answer = JSON.stringify(await confirmed(draftId));
    await until(() => desk.log().includes(`"by":"${finance}"`));
    const secrets = Object.values(links).map((link) => link.split("/d/")[1] ?? "");
    for (const secret of [...secrets, "s3cret-token"]) {
      expect(secret.length).toBeGreaterThan(10);
      expect(desk.log()).not.toContain(secret);
      expect(answer).not.toContain(secret);
    }
  });
});
