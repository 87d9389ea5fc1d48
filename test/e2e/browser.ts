import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const candidates = [
  process.env.CHROMIUM ?? "",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

/** Where Chromium is; null, said once, where there is none. */
export const chromiumPath = candidates.find((path) => path !== "" && existsSync(path)) ?? null;

if (chromiumPath === null) {
  console.warn("Skipped: pages in Chromium. There is none; CHROMIUM=<path> says where one is.");
}

export async function openBrowser(): Promise<Browser> {
  return await chromium.launch({
    executablePath: chromiumPath ?? "",
    args: ["--no-sandbox", "--disable-gpu"],
  });
}
