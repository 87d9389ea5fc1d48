import { describe, expect, it } from "vitest";
import { messages } from "./maps.js";
import { refusedMaps } from "./refused-maps.js";

describe.each(Object.entries(refusedMaps))("%s", (_, refused) => {
  it.each(refused)("cannot hold %s", (_, map, want) => {
    expect(messages(map)).toEqual(want);
  });
});
