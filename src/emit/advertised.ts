import type { JsonObject } from "../model/json.js";
import type { RenamedMembers } from "./shown-names.js";

/** An advertised schema, and where it says less than what is checked. */
export interface Advertised {
  readonly schema: JsonObject;
  /** For the map's author; each reads on from the tool's name. */
  readonly notes: readonly string[];
}

/** An advertised schema in which members have names that hosts take, and the names that they had. */
export interface AdvertisedInput extends Advertised {
  readonly renamed: RenamedMembers;
}

/** A place for messages. */
export function shownPath(at: string): string {
  return at === "" ? "the whole" : JSON.stringify(at);
}
