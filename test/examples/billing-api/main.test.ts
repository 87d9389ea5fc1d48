import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "rolldown";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findDescription } from "../../../examples/billing-api/http/description.js";

let folder: string;
let bundle: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "billing-api-"));
  bundle = join(folder, "billing-api.mjs");
  await build({
    input: "examples/billing-api/main.ts",
    platform: "node",
    output: { file: bundle, format: "esm" },
    logLevel: "silent",
  });
});
afterAll(() => rm(folder, { recursive: true }));

describe("the command", () => {
  it("prints its address, serves until it is stopped, and obeys BILLING_API_FAULTS", async () => {
    const child = spawn(process.execPath, [bundle, "--spec", findDescription()], {
      env: { ...process.env, BILLING_API_FAULTS: "listOrders:outage" },
    });
    const ended = new Promise((resolve) => child.once("exit", resolve));
    const url = await new Promise<string>((resolve) => {
      child.stdout.once("data", (text) => resolve(String(text).trim()));
    });
    const headers = { Authorization: "Bearer sample-assistant" };
    const prices = await fetch(`${url}/v1/customers`, { headers });
    const orders = await fetch(`${url}/v1/orders`, { headers });
    child.kill("SIGTERM");

    expect([prices.status, orders.status]).toEqual([200, 503]);
    expect(await ended).toBe(0);
  });

  it("refuses a fault that there is not", async () => {
    const child = spawn(process.execPath, [bundle, "--fault", "explode"]);
    let complaint = "";
    child.stderr.on("data", (text) => {
      complaint += String(text);
    });

    expect(await new Promise((resolve) => child.once("exit", resolve))).toBe(2);
    expect(complaint).toContain('"explode" is no fault');
  });
});
