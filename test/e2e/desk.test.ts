import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { chromiumPath, openBrowser } from "./browser.js";
import { type Gated, startGated } from "./gated.js";
import type { Session } from "./session.js";

/** Where `SCREENSHOTS=<folder>` wants pictures of the pages. */
const pictures = process.env.SCREENSHOTS ?? null;

const hostile = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>&quot; \u202e drow`;

describe.skipIf(chromiumPath === null)("the approval desk, in Chromium", () => {
  let gated: Gated;
  let browser: Browser;
  let session: Session;
  beforeAll(async () => {
    [gated, browser] = await Promise.all([startGated("hasty"), openBrowser()]);
    session = await gated.session();
  }, 120_000);
  beforeEach(() => gated.api.reset());
  afterAll(async () => {
    await browser?.close();
    await gated?.close();
  });

  /** Prepares a refund, asks for it, and opens the approver's link. */
  async function refund(amount_cents: number, page: Page): Promise<string> {
    const given = { order_id: "700101", amount_cents };
    const { draft_id, summary } = await session.result("prepare_refund_order", given);
    void session.call("confirm_refund_order", { draft_id: String(draft_id) });
    await page.goto(await gated.link(String(summary)));
    return String(draft_id);
  }

  const newPage = async (width = 1024) =>
    await browser.newPage({ viewport: { width, height: 800 } });

  const refunds = () => gated.api.requests.filter(({ operation }) => operation === "createRefund");

  async function pictureOf(page: Page, name: string): Promise<void> {
    if (pictures !== null) {
      mkdirSync(pictures, { recursive: true });
      await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
    }
  }

  it("approves what is read and typed; the call is made, once", async () => {
    const page = await newPage();
    const draft_id = await refund(1_050, page);
    expect(await page.locator(".summary").textContent()).toMatch(
      /^Refund 10\.50 EUR on order 700101 to .+\.$/,
    );
    expect(await page.locator("table").nth(0).textContent()).toMatch(/order total\s*[\d.]+ EUR/);
    expect(await page.locator("table").nth(1).textContent()).toMatch(/body\.amount_cents\s*1050/);
    await pictureOf(page, "waiting");

    await page.getByRole("button", { name: "Approve" }).click();
    expect(await focused(page)).toBe("typed");
    await page.getByLabel(/^Type/).fill("10.51 EUR");
    await page.getByRole("button", { name: "Approve" }).click();
    expect(await page.getByRole("alert").textContent()).toContain("Type 10.50 EUR");
    expect(refunds()).toEqual([]);
    await pictureOf(page, "mistyped");

    await page.getByLabel(/^Type/).fill("10.50 eur");
    await page.getByRole("button", { name: "Approve" }).click();
    await page.getByText("Approved and made").first().waitFor();
    expect(await page.getByRole("button").count()).toBe(0);
    await pictureOf(page, "approved");
    await page.reload();
    await page.goBack().catch(() => null);
    expect(refunds()).toHaveLength(1);

    expect(await session.result("confirm_refund_order", { draft_id })).toMatchObject({
      amount_cents: 1_050,
    });
    await page.close();
  });

  it("refuses with a reason, which whoever asked is told", async () => {
    const page = await newPage();
    const draft_id = await refund(1_100, page);
    await page.getByLabel(/^Reason/).fill(`No. ${hostile}`);
    await page.getByRole("button", { name: "Refuse" }).click();
    await page.getByText("Refused").first().waitFor();
    expect(await page.locator("main").textContent()).toContain("<script>document.title='owned'");
    expect(await page.title()).not.toBe("owned");
    expect(await session.failure("confirm_refund_order", { draft_id })).toMatchObject({
      error: "approval_refused",
      reason: expect.stringContaining("No. <img src=x"),
    });
    expect(refunds()).toEqual([]);
    await pictureOf(page, "refused");

    await page.getByRole("link", { name: /what was decided/ }).click();
    expect(await page.locator("main").textContent()).toMatch(/Decided[\s\S]*Refund 11\.00 EUR/);
    await pictureOf(page, "list");
    await page.close();
  });

  it("can be used with the keyboard alone", async () => {
    const page = await newPage();
    await refund(1_200, page);
    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe("typed");
    await page.keyboard.type("12.00 EUR");
    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe("reason");
    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe("approve");
    await page.keyboard.press("Enter");
    await page.getByText("Approved and made").first().waitFor();
    expect(refunds()).toHaveLength(1);
    await page.close();
  });

  it("fits a phone", async () => {
    const page = await newPage(320);
    await refund(1_300, page);
    const width = "document.documentElement.scrollWidth";
    expect(await page.evaluate(width)).toBeLessThanOrEqual(320);
    for (const button of await page.getByRole("button").all()) {
      expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(44);
    }
    await pictureOf(page, "phone");
    await page.close();
  });

  it("decides nothing once it has lapsed", async () => {
    const page = await newPage();
    const { draft_id, summary, expires_at } = await session.result("prepare_void_invoice", {
      invoice_id: "INV-20131",
      reason: hostile.slice(0, 200),
    });
    void session.call("confirm_void_invoice", { draft_id: String(draft_id) });
    await page.goto(await gated.link(String(summary)));
    expect(await page.locator("table").nth(0).textContent()).toContain("<script>");
    expect(await page.title()).not.toBe("owned");
    await pictureOf(page, "hostile");
    await page.waitForTimeout(Math.max(0, Date.parse(String(expires_at)) - Date.now()) + 100);
    await page.getByLabel(/^Type/).fill((await page.locator("label strong").textContent()) ?? "");
    await page.getByRole("button", { name: "Approve" }).click();
    await page.getByText("It has lapsed.").waitFor();
    const voided = gated.api.requests.filter(({ operation }) => operation === "voidInvoice");
    expect(voided).toEqual([]);
    await pictureOf(page, "lapsed");
    await page.close();
  });

  it("works without scripts, and loads nothing from elsewhere", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await refund(1_400, page);
    await page.getByLabel(/^Type/).fill("14.00 EUR");
    await page.getByRole("button", { name: "Approve" }).click();
    await page.getByText("Approved and made").first().waitFor();
    expect(asked.filter((url) => !url.startsWith(gated.desk))).toEqual([]);
    await context.close();
  });
});

async function focused(page: Page): Promise<string | null> {
  const element = page.locator(":focus");
  return (await element.getAttribute("id")) ?? (await element.getAttribute("value"));
}
