import { fetchEvents } from "./fetch-events.js";

/** How a model is reached. */
export interface Endpoint {
  readonly provider: "anthropic" | "openai";
  readonly id: string;
  /** With the version in its path (`https://api.anthropic.com/v1`); null for the provider's own. */
  readonly baseUrl: string | null;
  /** Null for an endpoint that asks for none. */
  readonly key: string | null;
  /** Null where the provider sets the limit. */
  readonly maxTokens: number | null;
  readonly temperature: number | null;
}

/** Where each provider's users keep their key. */
export const keyVariables = { anthropic: "ANTHROPIC_API_KEY", openai: "OPENAI_API_KEY" } as const;

const openAiUrl = "https://api.openai.com/v1";

/** What both packages give: the AI SDK's language model, third edition of its interface. */
export type LanguageModel = Awaited<ReturnType<typeof load>>;

/** Loads the provider's package. */
export async function load({ provider, id, baseUrl, key }: Endpoint) {
  switch (provider) {
    case "anthropic": {
      const { createAnthropic } = await import("@ai-sdk/anthropic");
      // Without a key the package looks for one in the environment, and throws.
      const options = { apiKey: key ?? "none", ...(baseUrl !== null && { baseURL: baseUrl }) };
      return createAnthropic({ ...options, fetch: fetchEvents }).languageModel(id);
    }
    case "openai": {
      const { createOpenAICompatible } = await import("@ai-sdk/openai-compatible");
      const options = { name: "openai", baseURL: baseUrl ?? openAiUrl, includeUsage: true };
      return createOpenAICompatible({
        ...options,
        fetch: fetchEvents,
        ...(key !== null && { apiKey: key }),
      }).languageModel(id);
    }
    default:
      return provider satisfies never;
  }
}
