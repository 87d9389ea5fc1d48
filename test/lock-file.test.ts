import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

interface LockedPackage {
  readonly resolved?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const { packages } = JSON.parse(
  readFileSync(join(import.meta.dirname, "../package-lock.json"), "utf8"),
) as { packages: Readonly<Record<string, LockedPackage>> };

describe("the lock file", () => {
  it("names no registry", () => {
    const addresses = Object.values(packages).filter(
      ({ resolved, link }) => resolved !== undefined && link !== true,
    );
    expect(addresses).toEqual([]);
  });

  // A registry that lacks a platform's package makes npm leave it out, and `npm ci` then refuses the file.
  it("holds the packages of every platform", () => {
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) =>
          packages[`node_modules/${name}`] === undefined &&
          packages[`${path}/node_modules/${name}`] === undefined,
      ),
    );
    expect(missing).toEqual([]);
  });

  it("holds no package that runs a script when it is installed", () => {
    const scripted = Object.entries(packages).filter(
      ([, entry]) => entry.hasInstallScript === true,
    );
    expect(scripted.map(([path]) => path)).toEqual([]);
  });
});
