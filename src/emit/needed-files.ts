import type { Server } from "../model/server.js";
import { gatesOf, needsDesk, storeKind } from "./gates.js";

const runtime = "src/runtime";

/** Which of the files that are copied a server needs: gates and what belongs to them come in parts. */
export function neededBy(server: Server): (path: string) => boolean {
  const hasGates = gatesOf(server).length > 0;
  const hasDesk = needsDesk(server);
  const { approvals } = server;
  const parts: readonly (readonly [path: string, needed: boolean])[] = [
    [`${runtime}/gates/file-store.ts`, hasGates && storeKind(server) === "file"],
    [`${runtime}/gates/memory-store.ts`, hasGates && storeKind(server) === "memory"],
    [`${runtime}/gates/`, hasGates],
    [`${runtime}/desk/slack.ts`, hasDesk && approvals?.slack != null],
    [`${runtime}/desk/email.ts`, hasDesk && approvals?.email != null],
    [`${runtime}/desk/`, hasDesk],
  ];
  return (path) => parts.find(([start]) => path.startsWith(start))?.[1] ?? true;
}
