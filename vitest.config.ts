import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts", "examples/**/*.test.ts"],
    globalSetup: ["test/own-folder.ts"],
    setupFiles: ["test/seed.ts"],
    // No test asks how fast something is: these stand for "never".
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Many tests wait for processes that they started, so three share two cores well.
    maxWorkers: 3,
    maxConcurrency: 8,
    // A worker loads the compiler once, not once a file; a test restores what it changes in the process.
    isolate: false,
  },
});
