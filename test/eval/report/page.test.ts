import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseEarlier } from "../../../src/eval/report/compare.js";
import { reportFiles } from "../../../src/eval/report/files.js";
import type { RunRecord } from "../../../src/eval/run.js";
import { chromiumPath, openBrowser } from "../../e2e/browser.js";
import { attemptOf, callOf, errorOf, promptOf, runOf } from "./records.js";

const hostile = [
  "<script>document.title = 'taken'</script>",
  "</pre></details></main><img src=x onerror=\"document.title='taken'\">",
  `"' onmouseover='x' &lt;b&gt; &#60; ]]> <!-- -->`,
  "\u0000\u0007\u001b[31m \u202eesrever \ud800 half \uffff \u2066hidden\u200b",
  "{{#if}} ${x} \\u003c `",
].join("\n");

/** As the page has it: hidden characters are spelt out. */
const shown = hostile
  .replace("\u0000\u0007\u001b", "[U+0000][U+0007][U+001B]")
  .replace("\u202e", "[U+202E]")
  .replace("\ud800", "[U+D800]")
  .replace("\u2066", "[U+2066]")
  .replace("\u200b", "[U+200B]");

const check = { kind: "call", wanted: "search(q: x)", passed: false } as const;
const hint = { part: "tools.search.input.q", text: "describe the argument" };
const request = {
  operation: "listThings",
  method: "GET",
  path: "/v1/things",
  status: 200,
  effect: "read",
  ms: 1,
} as const;

/** A run that has one of everything; `text` stands wherever a model, an API or a spec has a word. */
function runWith(text: string): RunRecord {
  const failed = attemptOf(
    [
      errorOf("search", text, { arguments: { q: text }, wrongArguments: [text], result: text }),
      callOf(text, { malformed: text, arguments: null }),
      callOf("search", { arguments: { q: "x" }, result: JSON.stringify({ name: text }) }),
    ],
    {
      status: "failed",
      problem: text,
      answer: text,
      requests: [{ ...request, path: text }],
      checks: [
        { ...check, found: text, hint: { part: text, text } },
        { ...check, found: "q was y", hint },
        { kind: "answer", wanted: text, passed: true, found: "", hint: null },
      ],
    },
  );
  const prompts = [
    promptOf("bad-one", [["search"], [text]], [failed], { says: [text] }),
    promptOf("good-one", [["search"]], [attemptOf([callOf("search")])]),
    promptOf("refused", [], [attemptOf([])], { kind: "misuse" }),
  ];
  const { meta, model } = runOf([]);
  return runOf(prompts, {
    meta: { ...meta, server: { name: text, version: text }, upstream: text },
    model: { ...model, id: text },
    tools: [{ name: "search", effect: "read", operations: [text] }],
  });
}

/** The same beside an earlier run and a baseline, which say it too. */
function filesOf(text: string): Readonly<Record<string, string>> {
  const record = runWith(text);
  const earlier = parseEarlier(JSON.stringify(runWith(text)), text);
  const gone = promptOf("was-there", [], [attemptOf([])]);
  const before = parseEarlier(JSON.stringify(runOf([gone, promptOf("good-one", [], [])])), text);
  expect(earlier?.prompts.size).toBe(3);
  const baseline = {
    record,
    leftOut: [text],
    unjudged: new Map([["bad-one", [text]]]),
    incomparable: new Set(["refused"]),
  };
  return reportFiles(record, { earlier: before, baseline, isPart: false });
}

interface Opened {
  readonly page: Page;
  /** What the browser complains of. */
  readonly complaints: readonly string[];
  /** The addresses that it asked for. */
  readonly asked: readonly string[];
}

describe("the reports", () => {
  it("are the record itself, which can be read again", () => {
    const files = filesOf(hostile);
    expect(Object.keys(files)).toEqual(["run.json", "baseline.json", "junit.xml", "report.html"]);
    expect(JSON.parse(files["run.json"] ?? "")).toEqual(runWith(hostile));
    expect(parseEarlier(files["run.json"] ?? "", "run.json")?.prompts.size).toBe(3);
  });

  it("are the same bytes for the same run, and hold no address", () => {
    const page = filesOf("x")["report.html"] ?? "";
    expect(page).toBe(filesOf("x")["report.html"]);
    expect(page).not.toMatch(/https?:|<script|<link|<img|@import|url\(/);
  });
});

describe.skipIf(chromiumPath === null)("the reports in Chromium", () => {
  const folder = mkdtempSync(join(tmpdir(), "mcpgen-report-"));
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The page as a reader has it. */
  async function opened(
    text: string,
    options: Parameters<Browser["newPage"]>[0] = {},
  ): Promise<Opened> {
    writeFileSync(join(folder, "report.html"), filesOf(text)["report.html"] ?? "");
    const page = await browser.newPage(options);
    const complaints: string[] = [];
    const asked: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(pathToFileURL(join(folder, "report.html")).href);
    return { page, complaints, asked };
  }

  it("show whatever a model or an API has said as text", async () => {
    const { page, complaints, asked } = await opened(hostile);
    expect(complaints).toEqual([]);
    expect(asked).toEqual([page.url()]);
    expect(await page.title()).not.toBe("taken");
    expect(await page.locator("script, img, [onmouseover], [onerror]").count()).toBe(0);
    expect(await page.locator("main").count()).toBe(1);
    const results = await page.locator("#trace-bad-one pre").allTextContents();
    expect(results).toContain(shown);
    await page.close();
  });

  it("lead from a failure to its trace, turn by turn, without a script", async () => {
    const { page } = await opened("plain", { javaScriptEnabled: false });
    const first = page.locator("section", { has: page.locator("#failed") });
    expect(await first.getByText("Found: q was y").isVisible()).toBe(true);
    expect(await first.getByText("tools.search.input.q").isVisible()).toBe(true);
    expect(await first.getByRole("link").allTextContents()).toEqual(["bad-one"]);
    await first.getByRole("link", { name: "bad-one" }).click();
    const trace = page.locator("#trace-bad-one");
    // It is open, as it failed; the others are opened by hand.
    await trace.getByText("Found: q was y").waitFor({ state: "visible" });
    expect(await trace.getByText("tools.search.input.q").isVisible()).toBe(true);
    const other = page.locator("#trace-good-one");
    expect(await other.getByText("The person says").isVisible()).toBe(false);
    await other.locator("summary").press("Enter");
    expect(await other.getByText("The person says").isVisible()).toBe(true);
    expect(await other.getByText("Turn 2: the model").isVisible()).toBe(true);
    await page.close();
  });

  it("name every table, heading and place for those who do not see them", async () => {
    const { page } = await opened("plain");
    const titles = await page.getByRole("heading", { level: 2 }).allTextContents();
    expect(titles).toEqual([
      "Since the earlier run",
      "Beside one tool for each operation",
      "What failed",
      "Prompts",
      "Tools: wanted and called",
      "Arguments that were refused",
      "After an error",
      "Traces",
      "Traces of the baseline",
    ]);
    const nameless = page.locator(
      "[role=region]:not([aria-label]), th:not([scope]), pre:not([aria-label])",
    );
    expect(await nameless.count()).toBe(0);
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
    const links = await page
      .locator("a")
      .evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
    for (const href of new Set(links)) {
      expect([href, await page.locator(href).count()]).toEqual([href, 1]);
    }
    await page.close();
  });

  it.each([
    [320, "light"],
    [1200, "dark"],
  ] as const)(
    "fit a screen of %d pixels, %s, with letters that can be told from it",
    async (width, colorScheme) => {
      const long = "a_rather_long_name_without_any_blank_".repeat(6);
      const { page } = await opened(long, { viewport: { width, height: 800 }, colorScheme });
      const fits = "document.documentElement.scrollWidth <= innerWidth";
      expect(await page.evaluate(fits)).toBe(true);
      const contrasts = await page.evaluate<number[]>(contrastsOf);
      expect(contrasts.length).toBeGreaterThan(3);
      expect(Math.min(...contrasts)).toBeGreaterThanOrEqual(4.5);
      await page.close();
    },
  );

  it("make JUnit that an XML parser takes, with the text in it", async () => {
    const page = await browser.newPage();
    const xml = JSON.stringify(filesOf(hostile)["junit.xml"]);
    const parsed = await page.evaluate<Parsed>(`(${parseXml})(${xml})`);
    expect(parsed.broken).toBe(null);
    expect(parsed.names).toEqual(["bad-one", "good-one", "refused"]);
    expect(parsed.failure).toContain("<script>document.title = 'taken'</script>");
    expect(parsed.failure).toContain("]]> <!-- -->");
    expect([...parsed.failure].filter((one) => one < " " && one !== "\n")).toEqual([]);
    await page.close();
  });
});

interface Parsed {
  readonly broken: string | null;
  readonly names: readonly string[];
  readonly failure: string;
}

const parseXml = `(xml) => {
  const made = new DOMParser().parseFromString(xml, "application/xml");
  return {
    broken: made.querySelector("parsererror")?.textContent ?? null,
    names: [...made.querySelectorAll("testcase")].map((one) => one.getAttribute("name")),
    failure: made.querySelector("failure")?.textContent ?? "",
  };
}`;

/** How well each kind of coloured text can be told from the page. Source: WCAG 2.2, 1.4.3. */
const contrastsOf = `(() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const light = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = light(getComputedStyle(document.body).backgroundColor);
  return ["body", ".good", ".bad", ".dim", "a"].map((one) => {
    const own = light(getComputedStyle(document.querySelector(one)).color);
    return (Math.max(own, ground) + 0.05) / (Math.min(own, ground) + 0.05);
  });
})()`;
