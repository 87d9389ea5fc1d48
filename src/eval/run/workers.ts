import type { ModelSetting } from "../evals.js";
import { type Endpoint, keyVariables } from "../provider/endpoint.js";
import { ProviderModel } from "../provider/provider.js";
import type { Workers } from "./evaluation.js";
import { NotStarted } from "./problem.js";

/** What the command line says of who works on the prompts. */
export interface Choice {
  readonly agent: string | null;
  readonly record: boolean;
  readonly replay: boolean;
  readonly provider: "anthropic" | "openai" | null;
  readonly model: string | null;
  readonly baseUrl: string | null;
}

/** Anthropic's API demands a limit; some models behind OpenAI's refuse the parameter. */
const defaultMaxTokens = { anthropic: 4_096, openai: null } as const;

export interface Chosen {
  readonly workers: Workers;
  /** One line for the user. */
  readonly says: string;
  /** The provider's key; null where none is used. */
  readonly key: string | null;
}

/**
 * A model is asked where one is named and can be reached: with a key in the environment, or at an
 * address of the user's. Without either the cassettes are played.
 */
export function chooseWorkers(
  choice: Choice,
  setting: ModelSetting,
  env: Readonly<Record<string, string | undefined>>,
): Chosen {
  const { agent, record, replay } = choice;
  if (agent !== null) {
    return { workers: { mode: "agent", command: agent }, says: `asking ${agent}`, key: null };
  }
  const { endpoint, variable } = endpointOf(choice, setting, env);
  const canAsk = endpoint.id !== "" && (endpoint.key !== null || endpoint.baseUrl !== null);
  if (!canAsk && choice.model !== null && !replay) {
    throw new NotStarted(
      `asking ${choice.model} needs its key in ${variable}; --replay plays cassettes`,
    );
  }
  if (replay || (!record && !canAsk)) {
    const why = replay
      ? ""
      : endpoint.id === ""
        ? " (no model is named: --model, or model.id in evals.yaml)"
        : ` (there is no key: ${variable})`;
    return { workers: { mode: "replay" }, says: `replaying cassettes${why}`, key: null };
  }
  if (!canAsk) {
    const missing = endpoint.id === "" ? "--model, or model.id in evals.yaml" : variable;
    throw new NotStarted(`recording needs a model: ${missing}`);
  }
  const mode = record ? "record" : "live";
  const { provider, id, baseUrl, key } = endpoint;
  const place = baseUrl === null ? provider : baseUrl;
  return {
    workers: { mode, model: new ProviderModel(endpoint), provider, id },
    says: `${record ? "recording" : "asking"} ${id} at ${place}`,
    key,
  };
}

function endpointOf(
  choice: Choice,
  setting: ModelSetting,
  env: Readonly<Record<string, string | undefined>>,
): { readonly endpoint: Endpoint; readonly variable: string } {
  const provider = choice.provider ?? setting.provider ?? "anthropic";
  const isSettings = choice.provider === null || choice.provider === setting.provider;
  const variable = (isSettings ? setting.keyFrom : null) ?? keyVariables[provider];
  const key = env[variable];
  return {
    variable,
    endpoint: {
      provider,
      id: choice.model ?? setting.id ?? "",
      baseUrl: choice.baseUrl ?? (isSettings ? setting.baseUrl : null),
      key: key === undefined || key === "" ? null : key,
      maxTokens: setting.maxTokens ?? defaultMaxTokens[provider],
      temperature: setting.temperature,
    },
  };
}
