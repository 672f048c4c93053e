import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { pointFiles } from "../../src/patches/pointFiles.js";

it("finds tables of points, and says which imports make them where there is none", async () => {
  const dir = mkdtempSync(join(tmpdir(), "cytonet-point-files-"));
  try {
    await expect(pointFiles(dir)).rejects.toThrow(
      /holds no points\.parquet\. Run `cytonet sample grid`.*docs\/cohort\.md/,
    );
    mkdirSync(join(dir, "derived/mine/B01/0001"), { recursive: true });
    writeFileSync(join(dir, "derived/mine/B01/0001/points.parquet"), "");
    expect(await pointFiles(dir)).toEqual([join(dir, "derived/mine/B01/0001/points.parquet")]);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
