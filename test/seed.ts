import fc from "fast-check";

/** Every run draws the same cases; `SEED=<number> npx vitest run …` draws others. */
fc.configureGlobal({ seed: Number(process.env.SEED ?? 20) });
