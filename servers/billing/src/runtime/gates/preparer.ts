import { randomBytes } from "node:crypto";
import type { Call } from "../call.js";
import type { JsonValue } from "../json.js";
import { Ended, Failure } from "../outcome.js";
import { draftOutdated, MAX_OPEN, tooManyDrafts } from "./answers.js";
import type { ApiDrafts } from "./api-drafts.js";
import { type Content, type Once, prepareContent } from "./content.js";
import type { Asker, Draft } from "./draft.js";
import type { AnyGate } from "./gate.js";
import { asStored, hashOf } from "./hash.js";
import type { Keeper } from "./keeper.js";
import { lapsingStates } from "./lapsing.js";

const ID_BYTES = 16;

/** The arguments of a call, as a draft of them is found. */
interface Asked {
  readonly gate: AnyGate;
  readonly call: Call;
  readonly input: JsonValue;
  readonly inputHash: string;
}

/** What `once` found or made. */
interface ApiDraft {
  readonly answer: JsonValue;
  /** The draft that it was made for; null for this one. */
  readonly of: Draft | null;
}

/** Carries out `prepare_<job>`: makes a draft, and tells nobody. */
export class Preparer {
  readonly #keeper: Keeper;
  readonly #apiDrafts: ApiDrafts;
  readonly #requester: string | null;
  /** Identical calls run one after another, so that the second finds the draft of the first. */
  readonly #running = new Map<string, Promise<unknown>>();

  constructor(keeper: Keeper, apiDrafts: ApiDrafts, requester: string | null) {
    this.#keeper = keeper;
    this.#apiDrafts = apiDrafts;
    this.#requester = requester;
  }

  async prepare(gate: AnyGate, call: Call): Promise<object> {
    const input = asStored(call.input);
    const inputHash = hashOf({ job: gate.name, input });
    const asked = { gate, call, input, inputHash };
    const key = `${inputHash}\n${call.caller}`;
    const before = this.#running.get(key) ?? Promise.resolve();
    const work = before.then(() => this.#prepare(asked, true));
    const settled = work.catch(() => undefined);
    this.#running.set(key, settled);
    try {
      return await work;
    } finally {
      if (this.#running.get(key) === settled) {
        this.#running.delete(key);
      }
    }
  }

  /** `reuse`: whether the API's draft of an open draft of the same arguments will do. */
  async #prepare(asked: Asked, reuse: boolean): Promise<object> {
    const { call } = asked;
    let apiDraft: ApiDraft | null = null;
    const once: Once = async (make) => {
      const found = reuse ? await this.#findApiDraft(asked) : null;
      if (found !== null) {
        apiDraft = found;
        return found.answer as never;
      }
      await this.#refuseTooMany(call);
      const answer = await make();
      apiDraft = { answer: asStored(answer), of: null };
      return answer;
    };
    const made = () => apiDraft !== null && apiDraft.of === null;
    const content = await this.#contentOf(asked, once, made);
    return content instanceof Failure ? content : await this.#keep(asked, content, apiDraft);
  }

  /** How the API's draft is thrown away is part of the content: without that, nobody but a person can. */
  async #contentOf(
    { gate, call, input }: Asked,
    once: Once,
    made: () => boolean,
  ): Promise<Content | Failure> {
    let content: Content | Failure | null = null;
    try {
      content = await prepareContent(gate, call, input, once);
      return content;
    } finally {
      if (made() && (content === null || content instanceof Failure)) {
        const fields = { request_id: call.requestId, job: gate.name };
        call.audit.error("api draft left behind", fields);
      }
    }
  }

  async #findApiDraft({ call, inputHash }: Asked): Promise<ApiDraft | null> {
    const asker = this.#askerOf(call);
    const open = await this.#keeper.use((store) => store.findOpen(asker, inputHash, Date.now()));
    return open?.apiDraft == null ? null : { answer: open.apiDraft.answer, of: open };
  }

  async #refuseTooMany(call: Call): Promise<void> {
    const asker = this.#askerOf(call);
    const open = await this.#keeper.use((store) => store.countOpen(asker, Date.now()));
    if (open >= MAX_OPEN) {
      throw new Ended(tooManyDrafts());
    }
  }

  #askerOf({ caller }: Call): Asker {
    return { caller, requester: this.#requester };
  }

  async #keep(asked: Asked, content: Content, apiDraft: ApiDraft | null): Promise<object> {
    const other = apiDraft?.of ?? null;
    if (other !== null && other.hash !== content.hash) {
      await this.#refute(other);
      return await this.#prepare(asked, false);
    }
    const draft = this.#newDraft(asked, content, apiDraft);
    const added = await this.#add(draft, asked.call, apiDraft);
    if (added instanceof Failure) {
      return added;
    }
    asked.call.draftId = added.id;
    return {
      draft_id: added.id,
      summary: added.summary,
      approval: added.approval,
      expires_at: new Date(added.expiresAt).toISOString(),
    };
  }

  /** An API's draft that no draft of ours names would be left behind. */
  async #add(draft: Draft, call: Call, apiDraft: ApiDraft | null): Promise<Draft | Failure> {
    const isLeft = apiDraft !== null && apiDraft.of === null;
    try {
      const added = await this.#keeper.add(draft, MAX_OPEN, call.requestId);
      if (added.kind === "added") {
        return draft;
      }
      await this.#throwAway(draft, isLeft);
      return added.kind === "same" ? added.draft : tooManyDrafts();
    } catch (error) {
      await this.#throwAway(draft, isLeft);
      throw error;
    }
  }

  async #throwAway(draft: Draft, isLeft: boolean): Promise<void> {
    if (isLeft) {
      await this.#apiDrafts.discardUnkept(draft);
    }
  }

  /** The same arguments come to something else by now. */
  async #refute(draft: Draft): Promise<void> {
    if (lapsingStates.includes(draft.state)) {
      const result = { kind: "failure", body: draftOutdated(draft.job, null).body } as const;
      const moved = await this.#keeper.move(draft, { state: "failed", result }, "server");
      if (moved !== null) {
        await this.#apiDrafts.discard(moved);
      }
    }
  }

  #newDraft(
    { gate, call, input, inputHash }: Asked,
    content: Content,
    api: ApiDraft | null,
  ): Draft {
    const createdAt = Date.now();
    return {
      id: randomBytes(ID_BYTES).toString("hex"),
      version: 1,
      state: "prepared",
      job: gate.name,
      ...this.#askerOf(call),
      createdAt,
      expiresAt: createdAt + gate.expiresMs,
      input,
      inputHash,
      ...content,
      apiDraft: api === null ? null : { answer: api.answer },
      decision: null,
      runner: null,
      result: null,
    };
  }
}
