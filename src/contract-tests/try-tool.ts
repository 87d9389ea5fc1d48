import { halvesOf } from "../emit/shown-gate.js";
import { asObject, isList, type JsonObject, type JsonValue } from "../model/json.js";
import type { Server } from "../model/server.js";
import type { Tool } from "../model/tool.js";
import { type Setting, Stage } from "./stage.js";
import { tryArguments } from "./try-arguments.js";
import { tryErrors } from "./try-errors.js";
import { noDraft, tryGate } from "./try-gate.js";
import { tryLimit } from "./try-limit.js";
import type { Verdict } from "./verdict.js";
import { findWay, type Way } from "./way.js";

/** What the tests of a tool compare the server with. */
export interface Compared {
  readonly server: Server;
  /** Tools whose advertised schema may allow more than the check. */
  readonly looser: ReadonlySet<string>;
}

/** All tests of a tool, or of the two tools of a job, with a server and a mock of their own. */
export async function tryTool(
  setting: Setting,
  tool: Tool,
  { server, looser }: Compared,
): Promise<readonly Verdict[]> {
  const isGate = tool.body.kind === "gate" || tool.body.kind === "gate-handler";
  const { prepare, confirm } = halvesOf(tool.name);
  const called = isGate ? prepare : tool.name;
  const stage = await Stage.start(setting);
  try {
    const schemas = inputSchemas(stage.advertised);
    const schema = { inputSchema: schemas.get(called) ?? {}, isLooser: looser.has(tool.name) };
    const way = await findWay(stage, called, tool);
    return [
      way.verdict,
      ...(await tryArguments(stage, called, tool, way, schema)),
      ...(await tryErrors(stage, called, tool, way, server)),
      ...(isGate ? await tryGate(stage, tool, way, server, schemas.get(confirm) ?? {}) : []),
      ...(await tryLimits(
        stage,
        tool,
        way,
        isGate ? { [prepare]: way.given, [confirm]: noDraft } : { [tool.name]: way.given },
      )),
    ];
  } finally {
    await stage.close();
  }
}

/** `given` are the arguments of each tool. */
async function tryLimits(
  stage: Stage,
  { limit }: Tool,
  { answers }: Way,
  given: Readonly<Record<string, JsonObject>>,
): Promise<readonly Verdict[]> {
  if (limit === null) {
    return [];
  }
  await stage.restart();
  const verdicts: Verdict[] = [];
  for (const [name, arguments_] of Object.entries(given)) {
    verdicts.push(await tryLimit(stage, name, limit, { given: arguments_, answers }));
  }
  return verdicts;
}

function inputSchemas(advertised: string): ReadonlyMap<JsonValue, JsonObject> {
  const tools: JsonValue = JSON.parse(advertised);
  return new Map(
    (isList(tools) ? tools : [])
      .map(asObject)
      .map(({ name, inputSchema }) => [name ?? "", asObject(inputSchema)] as const),
  );
}
