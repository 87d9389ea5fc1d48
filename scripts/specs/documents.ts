import { existsSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** A description of a real API, or of one feature of the format. */
export interface Document {
  readonly name: string;
  /** Absolute; what the description refers to lies in it. */
  readonly root: string;
  /** Below the root. */
  readonly path: string;
}

export const projectRoot = rootAbove(dirname(fileURLToPath(import.meta.url)));
/** Real descriptions lie beside the checkout: they are not the project's own to publish. */
const specsFolder = join(projectRoot, "..", "shared", "specs");
const examplesFolder = join(projectRoot, "node_modules", "@readme", "oas-examples");

const published = [
  { name: "stripe", path: "stripe/spec3.yaml" },
  { name: "github", path: "github/api.github.com.json" },
  { name: "digitalocean", path: "digitalocean/specification/DigitalOcean-public.v2.yaml" },
  { name: "recurly", path: "recurly/api.yaml" },
  { name: "chargebee", path: "chargebee/chargebee_api_v1_spec.json" },
  { name: "paypal", path: "paypal/invoicing_v2.json" },
  { name: "killbill", path: "killbill/kbswagger.yaml" },
  { name: "openapi-3.2", path: "openapi-3.2/3.2-tags-example.yaml" },
];

/** Why the real descriptions cannot be read here; null where they can. */
export function whyAbsent(): string | null {
  return existsSync(specsFolder) ? null : `${relative(projectRoot, specsFolder)} is not there`;
}

/** The real descriptions that are there. */
export function realDocuments(): readonly Document[] {
  return published
    .map(({ name, path }) => ({ name, root: specsFolder, path }))
    .filter(({ root, path }) => existsSync(join(root, path)));
}

/** Small descriptions, each of one feature of the format. */

export function exampleDocuments(): readonly Document[] {
  const folders = ["2.0", "3.0", "3.1"].flatMap((version) => [
    `${version}/json`,
    `${version}/yaml`,
  ]);
  return folders.flatMap((folder) =>
    readdirSync(join(examplesFolder, folder))
      .filter((name) => /\.(?:json|yaml)$/.test(name))
      .sort()
      .map((name) => ({
        name: `examples/${folder.split("/")[0]}/${name}`,
        root: examplesFolder,
        path: `${folder}/${name}`,
      })),
  );
}

function rootAbove(start: string): string {
  let folder = start;
  while (!existsSync(join(folder, "templates", "server"))) {
    folder = dirname(folder);
  }
  return folder;
}
