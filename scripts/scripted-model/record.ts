/** `npm run evals:record`: renews the sample's cassettes from the scripted model. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { sampleScripts } from "./sample.js";
import { type Asked, type ScriptedTurn, startScriptedModel } from "./wire.js";

interface EvalsFile {
  readonly prompts: Readonly<Record<string, { readonly prompt: string | readonly string[] }>>;
}

const { prompts }: EvalsFile = parse(readFileSync("evals.yaml", "utf8"));
const ids = new Map(
  Object.entries(prompts).map(([id, { prompt }]) => [[prompt].flat()[0]?.trim() ?? "", id]),
);

/** The turn of the script that belongs to the prompt, after as many as the model has had. */
function turnFor(asked: Asked): ScriptedTurn {
  const [first] = asked.messages;
  const id = ids.get(first?.role === "user" ? first.text : "") ?? "";
  const at = asked.messages.filter(({ role }) => role === "assistant").length;
  const turn = sampleScripts[id]?.[at];
  if (turn === undefined) {
    throw new Error(`the script has no turn ${at + 1} for the prompt "${id}"`);
  }
  return typeof turn === "function" ? turn(asked) : turn;
}

const model = await startScriptedModel(turnFor);
const args = ["dist/bin.js", "eval", "--record", "--provider", "anthropic", "--model", "scripted"];
const child = spawn(
  process.execPath,
  [...args, "--base-url", model.baseUrl, ...process.argv.slice(2)],
  { stdio: "inherit" },
);
child.once("exit", (code) => {
  process.exitCode = code ?? 1;
  void model.close();
});
