import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { LogLines } from "../../../templates/server/src/runtime/log-lines.js";
import { Secrets } from "../../../templates/server/src/runtime/secrets.js";

/** How many bytes the disk still takes. */
let room = Number.POSITIVE_INFINITY;

const { writeSync } = fs;

beforeAll(() => {
  fs.writeSync = ((descriptor: number, bytes: Buffer, offset: number): number => {
    if (room === 0) {
      throw Object.assign(new Error("full"), { code: "ENOSPC" });
    }
    const length = Math.min(room, bytes.length - offset);
    room -= length;
    return writeSync(descriptor, bytes, offset, length);
  }) as typeof fs.writeSync;
  syncBuiltinESMExports();
});

afterEach(() => {
  room = Number.POSITIVE_INFINITY;
});

afterAll(() => {
  fs.writeSync = writeSync;
  syncBuiltinESMExports();
});

const lines = ['{"n":1,"é":"ü"}\n', '{"n":2}\n', '{"n":3}\n'];
const [first = "", second = "", third = ""] = lines;
const size = Buffer.byteLength(first);

it.each([
  ["nothing", [0], lines.join("")],
  ["whole lines", [size], lines.join("")],
  ["half of a line", [size + 3], `${first}{"n\n${second}${third}`],
  ["half of a line twice", [size + 3, 1 + 2], `${first}{"n\n{"\n${second}${third}`],
  ["half of a line, then no more than its end", [size + 3, 1], `${first}{"n\n${second}${third}`],
])("a disk that first takes %s gets every line once, whole", (_what, rooms, want) => {
  const path = join(fs.mkdtempSync(join(tmpdir(), "mcpgen-lines-")), "audit.log");
  const log = new LogLines({ file: path }, new Secrets([]));
  for (const line of lines) {
    log.write(line);
  }
  for (const each of rooms) {
    room = each;
    expect(log.flush()).toBe(false);
  }
  room = Number.POSITIVE_INFINITY;
  expect(log.flush()).toBe(true);
  log.close();
  expect(fs.readFileSync(path, "utf8")).toBe(want);
});
