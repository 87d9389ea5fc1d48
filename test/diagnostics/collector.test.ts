import { describe, expect, it } from "vitest";
import { Collector } from "../../src/diagnostics/collector.js";
import { at, file, finding, label } from "./places.js";

const one = file("a b c", "a.yaml");
const two = file("a b c", "b.yaml");

describe("Collector", () => {
  it("sorts by file and offset, and puts what has no place first", () => {
    const collector = new Collector();
    const findings = [
      finding([label(two, "a")]),
      finding([label(one, "b")]),
      finding([]),
      finding([label(one, "a")]),
    ];
    for (const diagnostic of findings) {
      collector.add(diagnostic);
    }
    const places = collector.sorted().map(({ labels: [first] }) => {
      return first === undefined ? null : `${first.span.file.path}:${first.span.start}`;
    });
    expect(places).toEqual([null, "a.yaml:0", "a.yaml:2", "b.yaml:0"]);
  });

  it("keeps one of two that say the same of the same place", () => {
    const collector = new Collector();
    collector.add(finding([label(one, "a")]));
    collector.add(finding([label(one, "a")]));
    collector.add(finding([label(one, "a")], { message: "another" }));
    expect(collector.sorted()).toHaveLength(2);
  });

  it("has errors only where something is one", () => {
    const collector = new Collector();
    collector.add(finding([], { severity: "warning" }));
    expect(collector.hasErrors()).toBe(false);
    collector.add(finding([]));
    expect(collector.hasErrors()).toBe(true);
  });

  it("says of every finding in a file what is hidden there, also after the fact", () => {
    const collector = new Collector();
    collector.add(finding([label(one, "a")]));
    collector.add(finding([label(two, "a")]));
    collector.hide(at(one, "c"));
    expect(collector.sorted().map(({ hidden }) => hidden)).toEqual([[at(one, "c")], undefined]);
  });
});
