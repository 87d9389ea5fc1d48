import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts", "examples/**/*.test.ts"],
    setupFiles: ["test/seed.ts"],
    testTimeout: 60_000,
    // Many tests wait for processes that they started, so three share two cores well.
    maxWorkers: 3,
    maxConcurrency: 8,
    // A worker loads the compiler once, not once a file; a test restores what it changes in the process.
    isolate: false,
  },
});
