import type { ApiDrafts } from "./api-drafts.js";
import type { Draft, DraftState } from "./draft.js";
import type { Keeper } from "./keeper.js";

/** States that end with the draft's time. What runs goes on; what has ended is told. */
export const lapsingStates: readonly DraftState[] = ["prepared", "waiting", "approved"];

export function hasLapsed({ state, expiresAt }: Draft, now: number): boolean {
  return state === "expired" || (lapsingStates.includes(state) && expiresAt <= now);
}

/** Moves a draft whose time is over. */
export async function lapse(keeper: Keeper, apiDrafts: ApiDrafts, draft: Draft): Promise<void> {
  const moved = await keeper.move(draft, { state: "expired" }, "server");
  if (moved !== null) {
    await apiDrafts.discard(moved);
  }
}
