import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { commands } from "../src/commands/registry.js";
import { checkDevice } from "../src/device.js";
import { callShell } from "./commands/fakes.js";

const nowhere = mkdtempSync(join(tmpdir(), "cytonet-device-"));
afterAll(() => rmSync(nowhere, { recursive: true, force: true }));

describe("a device", () => {
  it("is cpu, cuda or cuda:N", () => {
    for (const device of ["cpu", "cuda", "cuda:0", "cuda:12"])
      expect(() => checkDevice(device)).not.toThrow();
    for (const device of ["gpu", "CPU", "cuda:", "cuda:x", "mps", "cpu:0", "meta", ""]) {
      expect(() => checkDevice(device)).toThrow(/^device: must be cpu, cuda or cuda:N, not /);
    }
  });

  it.each([
    ["segment"],
    ["segment", "--dry-run"],
    ["align"],
    ["align", "--dry-run"],
    ["reconstruct"],
    ["embed", "--histogram", "--patch-px", "24", "--pixel-size-um", "16"],
  ])("that is none is refused before the cohort is read: %s %s", async (...words) => {
    const { code, stderr } = await callShell(commands, [...words, "--cohort", nowhere, "--device", "gpu"]);
    expect(code).toBe(2);
    expect(stderr).toContain('device: must be cpu, cuda or cuda:N, not "gpu"');
  });
});
