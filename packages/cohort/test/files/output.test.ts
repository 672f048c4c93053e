import { linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkOutput, moveAside } from "../../src/files/output.js";

const dir = mkdtempSync(join(tmpdir(), "output-"));
const at = (name: string): string => join(dir, name);
beforeAll(() => {
  mkdirSync(at("scan.zarr"));
  writeFileSync(at("scan.tif"), "pixels");
  writeFileSync(at("old.png"), "old");
  symlinkSync(at("scan.tif"), at("link.tif"));
  symlinkSync(dir, at("folder"));
  linkSync(at("scan.tif"), at("hard.tif"));
  symlinkSync(at("nowhere"), at("dangling.png"));
});
afterAll(() => rmSync(dir, { recursive: true }));

describe("checkOutput", () => {
  it.each(["scan.tif", "./x/../scan.tif", "link.tif", "hard.tif", "folder/scan.tif"])(
    "refuses the input under the name %s, also with force",
    async (name) => {
      const out = `${dir}/${name}`;
      const options = { force: true, inputs: [at("scan.tif")] };
      if (name.includes("x/")) mkdirSync(at("x"));
      await expect(checkOutput(out, options)).rejects.toThrow(`${out}: is the input`);
    },
  );

  it("refuses a place inside an input that is a folder, and a folder around an input, but not neighbours", async () => {
    const inputs = [at("scan.zarr")];
    await expect(checkOutput(at("folder/scan.zarr/new/a.png"), { inputs })).rejects.toThrow(
      "lies in the input",
    );
    await expect(checkOutput(dir, { inputs, force: true })).rejects.toThrow("holds the input");
    await checkOutput(at("scan.zarr.png"), { inputs });
  });

  it("refuses what exists, also a link that leads nowhere, without force", async () => {
    await expect(checkOutput(at("old.png"), {})).rejects.toThrow("exists already. Name another output, or");
    await expect(checkOutput(at("dangling.png"), {})).rejects.toThrow("exists already");
    await checkOutput(at("old.png"), { force: true, inputs: ["https://example.org/scan.zarr"] });
  });
});

describe("moveAside", () => {
  it("renames what stands there with force, and nothing without", async () => {
    await expect(moveAside(at("old.png"))).rejects.toThrow("exists already");
    const aside = await moveAside(at("old.png"), true);
    expect(aside).toMatch(/old\.png\.replaced-\d{8}T\d{9}Z$/);
    expect(readFileSync(aside!, "utf8")).toBe("old");
    expect(await moveAside(at("old.png"))).toBeUndefined();
  });
});
