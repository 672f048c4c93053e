import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "../../..");

it("the checked-in kernels are what their sources compile to", () => {
  const args = [join(root, "tools/kernels.mjs"), "--print"];
  const text = execFileSync(process.execPath, args, { encoding: "utf8" });
  expect(readFileSync(join(root, "packages/scans/src/kernels/kernels.generated.ts"), "utf8")).toBe(text);
});
