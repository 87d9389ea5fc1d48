/**
 * The public API of mcpgen: the pipeline behind `mcpgen generate`, and the upstream behind `mcpgen
 * mock`, without their command lines. Nothing here writes to disk; a caller does as it likes with the
 * files.
 */
export type { Generated, GenerateRequest } from "./commands/generate.js";
export type { Diagnostic, Label, Severity } from "./diagnostics/diagnostic.js";
export { renderGithub } from "./diagnostics/render-github.js";
export { renderJson } from "./diagnostics/render-json.js";
export { renderText } from "./diagnostics/render-text.js";
export { generate } from "./generate.js";
export type {
  ChangeAnswer,
  Mock,
  MockAnswer,
  MockOptions,
  RecordedParameters,
  RecordedRequest,
  RequestProblem,
} from "./mock/mock.js";
export { type SpecMockOptions, startMockOf as startMock } from "./mock/start.js";
export type { JsonObject, JsonPrimitive, JsonValue } from "./model/json.js";
export type { Output, OutputFile } from "./output/output.js";
export { type Position, positionOf, type SourceFile, type Span } from "./source/source-file.js";
export { version } from "./version.js";
