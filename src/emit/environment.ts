import type { EnvText, Server } from "../model/server.js";
import { plainLine } from "./markdown.js";

/** An environment variable that a server reads at start. */
export interface Variable {
  readonly name: string;
  /** What it holds, in words of ours. */
  readonly about: string;
  readonly secret: boolean;
}

/** The variables of a server, by first use: the address, the credentials, the rest. */
export function variablesOf({ upstream }: Server): readonly Variable[] {
  const found = new Map<string, Variable>();
  const add = (text: EnvText, about: string, secret: boolean) => {
    for (const part of text) {
      if (typeof part === "object" && !found.has(part.env)) {
        found.set(part.env, { name: part.env, about, secret });
      }
    }
  };
  add(upstream.baseUrl, "The API's base URL, path included", false);
  for (const credential of upstream.auth) {
    const scheme = `of the security scheme ${credential.scheme}`;
    switch (credential.kind) {
      case "bearer":
        add(credential.token, `The bearer token ${scheme}`, true);
        break;
      case "basic":
        add(credential.username, `The user name ${scheme}`, false);
        add(credential.password, `The password ${scheme}`, true);
        break;
      case "apiKey":
        add(credential.key, `The key ${scheme}`, true);
        break;
      case "client": {
        const { tokenUrl } = credential;
        const place = tokenUrl.every((part) => typeof part === "string") ? tokenUrl.join("") : "";
        const use = place === "" ? scheme : `${scheme}, sent to ${place}`;
        add(tokenUrl, `The URL at which tokens ${scheme} are fetched`, false);
        add(credential.id, `The client id ${scheme}`, false);
        add(credential.secret, `The client secret ${use}`, true);
        break;
      }
      default:
        credential satisfies never;
    }
  }
  for (const { name, value } of upstream.headers) {
    add(value, `The value of the header ${name}`, true);
  }
  for (const { name, value } of upstream.with) {
    add(value, `The value of ${name}, sent with every request that has it`, false);
  }
  return [...found.values()];
}

/** The view of env.example.hbs. */
export function environmentView(server: Server) {
  return {
    variables: variablesOf(server).map(({ name, about }) => ({
      name: plainLine(name),
      about: plainLine(about),
    })),
  };
}
