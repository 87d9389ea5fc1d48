import type { JsonObject } from "../model/json.js";

/** A file to be: its path in the output folder, with forward slashes, and its whole text. */
export interface EmittedFile {
  readonly path: string;
  readonly content: string;
}

export interface EmittedStub extends EmittedFile {
  /** Written with a new server alone: whoever removes it later does not want it. */
  readonly atFirst?: true;
}

/** What a server becomes. */
export interface EmittedProject {
  /** Ours. `package.json` holds our own keys, which are merged into the one that is there. */
  readonly files: readonly EmittedFile[];
  /** The user's own: written where nothing stands yet, and never again. */
  readonly stubs: readonly EmittedStub[];
  /** The tools as a model is shown them: what `tools.json` holds. */
  readonly listed: readonly ListedTool[];
  /** What the map's author should know about what was emitted; nothing that stops it. */
  readonly notes: readonly Note[];
}

export interface ListedTool {
  /** The name that the map gives the tool. */
  readonly tool: string;
  readonly entry: JsonObject;
}

export interface Note {
  /** The name of the tool that it concerns. */
  readonly tool: string;
  /** One sentence, lower case, without a full stop. */
  readonly text: string;
}

/** The texts of the templates by their path below `templates/server`. */
export type TemplateFiles = ReadonlyMap<string, string>;
