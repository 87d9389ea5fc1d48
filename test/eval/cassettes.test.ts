import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Cassette, cassetteText, parseCassette } from "../../src/eval/cassette/cassette.js";
import { nameValues, withNames, withValues } from "../../src/eval/cassette/changing-values.js";
import { Player } from "../../src/eval/cassette/player.js";
import { cassetteOf, Recorder } from "../../src/eval/cassette/recorder.js";
import type {
  AssistantMessage,
  Exchange,
  ExchangeRequest,
  Message,
  Model,
  ModelTool,
} from "../../src/eval/model.js";

const never = new AbortController().signal;
const tools: readonly ModelTool[] = [
  { name: "prepare", description: "Prepares.", inputSchema: { type: "object" } },
  { name: "confirm", description: "Confirms.", inputSchema: { type: "object" } },
];
const volatile = ["draft_id", "expires_at"];

/** A tool that drafts: what it gives is another thing in every run. */
interface World {
  readonly draft: string;
  readonly expires: string;
}

function turn(text: string, tool?: string, given = {}): AssistantMessage {
  const calls =
    tool === undefined ? [] : [{ id: `id_${tool}`, tool, arguments: given, malformed: null }];
  return { role: "assistant", text, calls };
}

/** Prepares, confirms the draft that it was told of, and tells about it. */
class Scripted implements Model {
  async exchange({ messages }: ExchangeRequest): Promise<Exchange> {
    const results = messages.flatMap((message) =>
      message.role === "tools" ? message.results : [],
    );
    const [first] = results.map(({ text }) => JSON.parse(text));
    const message =
      results.length === 0
        ? turn("", "prepare")
        : results.length === 1
          ? turn("Now.", "confirm", { draft_id: first.draft_id })
          : turn(`Draft ${first.draft_id} is done; it was good until ${first.list[0].expires_at}.`);
    const stop = message.calls.length > 0 ? "calls" : "answered";
    const usage = { inputTokens: 5, outputTokens: 3 };
    return { message, stop, usage, answeredBy: "somebody", attempts: 1 };
  }
}

/** Lets a model work in a world; gives all that was said. */
async function play(
  model: Model,
  world: World,
  changes: Partial<ExchangeRequest> & { readonly says?: string; readonly more?: object } = {},
): Promise<readonly Message[]> {
  const { says = "Do it.", more = {}, ...request } = changes;
  const messages: Message[] = [{ role: "user", text: says }];
  for (;;) {
    const { message, stop } = await model.exchange(
      { system: "Be brief.", tools, ...request, messages: [...messages] },
      never,
    );
    messages.push(message);
    const [call] = message.calls;
    if (stop !== "calls" || call === undefined) {
      return messages;
    }
    const result =
      call.tool === "prepare"
        ? { draft_id: world.draft, list: [{ expires_at: world.expires }], fixed: 1, ...more }
        : { done: call.arguments?.draft_id === world.draft, draft_id: world.draft };
    const text = JSON.stringify(result);
    messages.push({
      role: "tools",
      results: [{ callId: call.id, tool: call.tool, text, isError: false }],
    });
  }
}

async function recorded(world: World, repeats = 1): Promise<Cassette> {
  const recordings = await Promise.all(
    Array.from({ length: repeats }, async () => {
      const recorder = new Recorder(new Scripted(), volatile);
      await play(recorder, world);
      return recorder.recording();
    }),
  );
  const found = recordings.filter((recording) => recording !== null);
  const cassette = cassetteOf("it", ["Do it."], "asked-for", found);
  if (cassette === null) {
    throw new Error("nothing was recorded");
  }
  return cassette;
}

const monday: World = { draft: "drf_11111111", expires: "2026-11-16T09:00:00Z" };
const tuesday: World = { draft: "drf_22222222", expires: "2026-11-17T10:30:00Z" };

function player(cassette: Cassette | null, repeat = 1, messages = 1): Player {
  const path = "evals/cassettes/it.json";
  const renewedBy = "mcpgen eval --record";
  const fault = `there is no cassette ${path}`;
  return new Player(cassette, { fault, path, repeat, messages, volatile, renewedBy });
}

describe("a cassette", () => {
  it("is the same bytes whenever it is recorded", async () => {
    const text = cassetteText(await recorded(monday));
    expect(cassetteText(await recorded(tuesday))).toBe(text);
    expect(text).toContain('"draft_id": "<draft_id 1>"');
    expect(text).not.toMatch(/drf_|2026-11-1/);
    expect(parseCassette(text)).toEqual(await recorded(monday));
  });

  it("says who was recorded", async () => {
    expect((await recorded(monday)).recorded_from).toBe("somebody");
  });

  it("is played with the values of the run that it is played in", async () => {
    const cassette = parseCassette(cassetteText(await recorded(monday)));
    const replayed = await play(player(cassette), tuesday);
    expect(replayed).toEqual(await play(new Scripted(), tuesday));
    expect(replayed.at(-1)).toMatchObject({
      text: "Draft drf_22222222 is done; it was good until 2026-11-17T10:30:00Z.",
    });
  });

  it("is played where two values that were different are equal", async () => {
    const cassette = await recorded(monday);
    const equal = { draft: "the-very-same-value", expires: "the-very-same-value" };
    expect(await play(player(cassette), equal)).toEqual(await play(new Scripted(), equal));
    const backward = await recorded(equal);
    expect((await play(player(backward), equal)).length).toBe(6);
  });

  it("holds a recording for each repetition, and none for more", async () => {
    const cassette = await recorded(monday, 2);
    await expect(play(player(cassette, 2), tuesday)).resolves.toHaveLength(6);
    await expect(play(player(cassette, 3), tuesday)).rejects.toThrow(
      "evals/cassettes/it.json holds 2 of at least 3 repetitions; `mcpgen eval --record` renews it",
    );
  });

  it("is missed where there is none", async () => {
    await expect(play(player(null), monday)).rejects.toThrow(
      "there is no cassette evals/cassettes/it.json; `mcpgen eval --record` writes it",
    );
  });

  const changed = { name: "prepare", description: "Makes.", inputSchema: { type: "object" } };
  const [prepare, confirm] = tools as [ModelTool, ModelTool];
  it.each<readonly [string, Parameters<typeof play>[2], string]>([
    ["the prompt", { says: "Do it now." }, 'the prompt was "Do it." and is "Do it now."'],
    [
      "the system text",
      { system: "Be long." },
      'the system text was "Be brief." and is "Be long."',
    ],
    [
      "a tool's description",
      { tools: [changed, confirm] },
      "the description or arguments of prepare changed",
    ],
    [
      "a tool's arguments",
      { tools: [{ ...prepare, inputSchema: { type: "object", properties: {} } }, confirm] },
      "the description or arguments of prepare changed",
    ],
    [
      "a tool's name",
      { tools: [{ ...prepare, name: "draft" }, confirm] },
      "the tool list has draft as well; the tool list has no prepare any more",
    ],
    ["the order of the tools", { tools: [confirm, prepare] }, "the tools come in another order"],
    [
      "a tool's result",
      { more: { fixed: 2 } },
      'the result of prepare was "…\\",\\"list\\":[{\\"expires_at\\":\\"<expires_at 1>\\"}],\\"fixed\\":1}"',
    ],
  ])("is stale where %s changed, and says so", async (_, changes, words) => {
    const playing = play(player(await recorded(monday)), tuesday, changes);
    await expect(playing).rejects.toMatchObject({ problem: "stale-cassette" });
    await expect(playing).rejects.toThrow(/^evals\/cassettes\/it\.json is stale: /);
    const message = await playing.catch((error: Error) => error.message);
    if (!words.startsWith("the result")) {
      expect(message).toContain(words);
    } else {
      expect(message).toMatch(/the result of prepare was ".*1\}" and is ".*2\}"/);
    }
  });

  it("is stale where the prompt has lost a message, though the others fit", async () => {
    const cassette = { ...(await recorded(monday)), says: ["Do it.", "Really?"] };
    await expect(play(player(cassette), tuesday)).rejects.toThrow(
      "it.json is stale: the prompt had 2 messages and has 1; ",
    );
    await expect(play(player(cassette, 1, 2), tuesday)).resolves.toHaveLength(6);
  });

  it("is stale where it was edited", async () => {
    const text = cassetteText(await recorded(monday)).replace('"Now."', '"Later."');
    const edited = parseCassette(text);
    await expect(play(player(edited), tuesday)).rejects.toThrow("is stale");
  });

  it.each([
    "",
    "{}",
    "[]",
    '{"version":1}',
    '{"version":1,"recorded_from":"x","says":[],"recordings":[[{}]]}',
  ])("is none with the text %s", (text) => {
    expect(parseCassette(text)).toBeNull();
  });
});

describe("values that differ from run to run", () => {
  const id = fc.stringMatching(/^[a-z0-9]{8,20}$/);

  it("are named in the order in which they come, wherever they stand", () => {
    fc.assert(
      fc.property(fc.uniqueArray(id, { minLength: 1, maxLength: 5 }), (ids) => {
        const results = ids.map((draft_id, at) => ({
          callId: `c${at}`,
          tool: "t",
          text: JSON.stringify({ draft_id, again: `see ${draft_id}` }),
          isError: false,
        }));
        const { messages, values } = nameValues([{ role: "tools", results }], volatile, []);
        expect([...values.values()]).toEqual(ids);
        const text = JSON.stringify(messages);
        expect(
          ids.filter((each) => text.includes(`"${each}`) || text.includes(`see ${each}`)),
        ).toEqual([]);
      }),
    );
  });

  it("come back as they were", () => {
    fc.assert(
      fc.property(fc.uniqueArray(id, { minLength: 1, maxLength: 5 }), (ids) => {
        const values = new Map(ids.map((value, at) => [`<draft_id ${at + 1}>`, value] as const));
        const message = turn(ids.join(" and "), "confirm", { draft_id: ids[0], all: [ids] });
        // An id within another one would be named there as well, and come back all the same.
        expect(withValues(withNames(message, values), values)).toEqual(message);
      }),
    );
  });
});
