import { chmodSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin, type RolldownOptions } from "rolldown";
import { precompiledTemplates } from "./scripts/precompiled-templates.js";

const shared: RolldownOptions = {
  platform: "node",
  // Large, and needed by few runs: loaded from node_modules, on demand.
  external: ["@ai-sdk/anthropic", "@ai-sdk/openai-compatible", "@apidevtools/swagger-parser"],
  // The same sources as ES modules: what nothing uses is left out, and nothing is wrapped.
  resolve: {
    alias: {
      "handlebars/runtime": installed("handlebars/lib/handlebars.runtime.js"),
      yaml: installed("yaml/browser/dist/index.js"),
    },
  },
};

function installed(path: string): string {
  return fileURLToPath(new URL(`node_modules/${path}`, import.meta.url));
}

/** The licences of the packages that a bundle contains ask to go with it. */
function licences(fileName: string): Plugin {
  return {
    name: "licences",
    generateBundle(_options, bundle) {
      const folders = Object.values(bundle)
        .flatMap((chunk) => (chunk.type === "chunk" ? chunk.moduleIds : []))
        .map((id) => /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(id)?.[0] ?? "")
        .filter((folder) => folder !== "" && existsSync(join(folder, "package.json")));
      const texts = [...new Set(folders)].map(licenceOf).sort();
      this.emitFile({ type: "asset", fileName, source: texts.join(`\n${"-".repeat(80)}\n\n`) });
    },
  };
}

function licenceOf(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  const text = file === undefined ? "" : `\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
  return `${name} ${version} (${license})\n${text}`;
}

function executable(path: string): Plugin {
  return { name: "executable", writeBundle: () => chmodSync(path, 0o755) };
}

export default defineConfig([
  {
    ...shared,
    input: "src/bin.ts",
    plugins: [precompiledTemplates(), licences("bin.licences.txt"), executable("dist/bin.js")],
    // What is imported on demand has files of its own: a run reads only those of its command.
    output: { dir: "dist", chunkFileNames: "bin/[name].js" },
  },
  {
    ...shared,
    input: "src/index.ts",
    plugins: [precompiledTemplates(), licences("index.licences.txt")],
    output: { file: "dist/index.js", codeSplitting: false },
  },
  // Programs around the package: they run from the checkout, with its node_modules.
  {
    platform: "node",
    external: /^[^./]/,
    input: {
      bench: "bench/run.ts",
      "billing-api": "examples/billing-api/main.ts",
      demo: "scripts/demo/demo.ts",
      "hand-written-server": "bench/hand-written/server.ts",
      "record-evals": "scripts/scripted-model/record.ts",
    },
    output: { dir: "build", chunkFileNames: "[name].js" },
  },
]);
