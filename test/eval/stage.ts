import { readFileSync } from "node:fs";
import { join } from "node:path";
import { startBillingApi } from "../../examples/billing-api/server.js";
import {
  type Script,
  type ScriptedModel,
  type ScriptedTurn,
  startScriptedModel,
} from "../../scripts/scripted-model/wire.js";
import { Collector } from "../../src/diagnostics/collector.js";
import type { Evals, Prompt } from "../../src/eval/evals.js";
import { parseEvals } from "../../src/eval/file/parse.js";
import type { Model } from "../../src/eval/model.js";
import type { Endpoint } from "../../src/eval/provider/endpoint.js";
import { ProviderModel } from "../../src/eval/provider/provider.js";
import { attempt, type Stage } from "../../src/eval/run/attempt.js";
import { Budget } from "../../src/eval/run/budget.js";
import type { AttemptRecord } from "../../src/eval/run.js";
import type { Surface } from "../../src/eval/surface.js";
import { surfaceOf } from "../../src/eval/surface-of.js";
import { compile } from "../../src/generate.js";
import type { Approvals } from "../../src/model/gate.js";
import { compiled } from "../e2e/compiled.js";

const root = join(import.meta.dirname, "../..");

interface Sample {
  readonly surface: Surface;
  readonly approvals: Approvals;
}

/** Compiled once for all tests of a worker. */
let sample: Promise<Sample> | null = null;

async function compileSample(): Promise<Sample> {
  const request = { root, mapPath: "tool-map.yaml", strictLedger: false, validateSpec: false };
  const made = await compile(request, new Collector());
  if (made === null) {
    throw new Error("the sample's map does not compile");
  }
  const known = made.api.operations.flatMap(({ key, method, path }) => [key, `${method} ${path}`]);
  const { server } = made.bound;
  if (server.approvals === null) {
    throw new Error("the sample's map has no approvals");
  }
  return { surface: surfaceOf(server, made.catalogue, known), approvals: server.approvals };
}

function theSample(): Promise<Sample> {
  sample ??= compileSample();
  return sample;
}

/** Who approves in the sample's server, and how they are told. */
export async function sampleApprovals(): Promise<Approvals> {
  return (await theSample()).approvals;
}

/** The surface of the sample's server. */
export async function sampleSurface(): Promise<Surface> {
  return (await theSample()).surface;
}

/** The sample's evals.yaml. */
export function sampleEvals(): Evals {
  const text = readFileSync(join(root, "evals.yaml"), "utf8");
  const evals = parseEvals({ path: "evals.yaml", text }, new Collector());
  if (evals === null) {
    throw new Error("the sample's evals are not valid");
  }
  return evals;
}

const head = `version: 1
server:
  env:
    BILLING_API_BASE: "\${upstream.url}"
    BILLING_API_TOKEN: sample-assistant
    BILLING_ACCOUNT: eu
    MCP_USER_EMAIL: anna@example.com
upstream:
  command: [node, none.js]
  ready: none
  headers: { Authorization: Bearer sample-operator }
prompts:
  it:
`;

/** The evals of one prompt, whose keys are `prompt`. */
export function evalsOf(prompt: string): { readonly evals: Evals; readonly prompt: Prompt } {
  const collector = new Collector();
  const text = head + prompt.replace(/^(?=.)/gm, "    ");
  const evals = parseEvals({ path: "evals.yaml", text }, collector);
  const [first] = evals?.prompts ?? [];
  if (evals === null || first === undefined) {
    throw new Error(
      collector
        .sorted()
        .map(({ message }) => message)
        .join("\n"),
    );
  }
  return { evals, prompt: first };
}

/** A stage with a sample API of its own for every attempt. */
export async function sampleStage(evals: Evals, changes: Partial<Stage> = {}): Promise<Stage> {
  return {
    evals,
    ...(await theSample()),
    upstream: startBillingApi,
    serverMain: await compiled("billing"),
    mapSurface: null,
    env: {},
    budget: new Budget({ tokens: null, cost: null }, null),
    timeoutMs: 30_000,
    ...changes,
  };
}

export const theKey = "sk-planted-0123456789abcdef";
/** So that nothing waits in tests. */
export const noPatience = { attempts: 3, firstWaitMs: 1, longestWaitMs: 2_000 };

export function endpointOf(
  model: ScriptedModel,
  provider: Endpoint["provider"] = "anthropic",
): Endpoint {
  return {
    provider,
    id: "scripted",
    baseUrl: model.baseUrl,
    key: theKey,
    maxTokens: 1000,
    temperature: null,
  };
}

/** Says one turn after the other; what comes after the last is the last again. */
export function inTurn(...turns: readonly ScriptedTurn[]): Script {
  return ({ messages }) => {
    const at = messages.filter(({ role }) => role === "assistant").length;
    return turns[Math.min(at, turns.length - 1)] ?? { text: "" };
  };
}

/** One attempt at a prompt by a scripted model, behind its provider's wire format. */
export async function tried(
  yaml: string,
  script: Script,
  provider: Endpoint["provider"] = "anthropic",
  changes: Partial<Stage> = {},
): Promise<AttemptRecord> {
  const { evals, prompt } = evalsOf(yaml);
  const scripted = await startScriptedModel(script);
  try {
    const model: Model = new ProviderModel(endpointOf(scripted, provider), noPatience);
    const stage = await sampleStage(evals, changes);
    return await attempt(prompt, 1, { kind: "model", model }, stage, new AbortController().signal);
  } finally {
    await scripted.close();
  }
}

/** The kinds of the checks that failed. */
export function failures({ checks }: AttemptRecord): readonly string[] {
  return checks.filter(({ passed }) => !passed).map(({ kind }) => kind);
}
