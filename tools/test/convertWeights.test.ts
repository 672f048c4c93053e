import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scope, tensor } from "@cytonet/torch";
import { loadModelFolder } from "cytonet";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { referencePython, runReference } from "../reference/reference.mjs";

const ROOT = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "convert-weights-"));
afterAll(() => rmSync(folder, { recursive: true }));

const config = {
  architecture: "R50-ViT",
  inputChannels: 1,
  width: 0.125,
  depth: [1, 1],
  stemStride: 4,
  stemPool: 1,
  patchPx: 32,
  transformer: { features: 8, depth: 2, heads: 2, mlpRatio: 2 },
};

/** Runs the converter as a user does. */
function convert(checkpoint: string, out: string, ...rest: string[]) {
  const words = ["--checkpoint", join(folder, `${checkpoint}.pth`), "--out", join(folder, out)];
  const fixed = ["--stem-pool", "1", "--heads", "2", "--reference-space", "mni-colin27"];
  const args = [join(ROOT, "tools/weights/convert.py"), ...words, ...fixed, ...rest];
  const { status, stdout, stderr } = spawnSync(referencePython()!, args, {
    encoding: "utf8",
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
  });
  return { status, stdout, stderr };
}

// Without `make reference` there is no PyTorch to make a checkpoint with.
describe.skipIf(!referencePython())("weights/convert.py", { timeout: 120_000 }, () => {
  let made: { patches: number[]; features: number[] };
  beforeAll(() => {
    made = runReference(join(import.meta.dirname, "convertWeights.py"), { folder, config });
  });

  it.each(["timm", "torchvision", "ours"])(
    "makes a model folder of names as %s has them, and its features are PyTorch's",
    async (style) => {
      const { status, stdout, stderr } = convert(style, `model-${style}`);
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      const said = JSON.parse(stdout);
      expect(said.leftOut).toEqual(["module.fc.weight"]);
      const loaded = await loadModelFolder(join(folder, `model-${style}`));
      expect(loaded.modelId).toBe(said.modelId);
      expect(loaded.config).toMatchObject({ ...config, preset: "custom", sigmaMm: 10, featureWidth: 8 });
      scope(() => {
        const patches = tensor(Float32Array.from(made.patches), { shape: [2, 1, 32, 32] });
        const found = loaded.model.encoder.forward(patches).flatten().tolist() as number[];
        // Sums are taken in another order: a few units in the last place of float32.
        for (const [i, value] of found.entries()) expect(value).toBeCloseTo(made.features[i]!, 4);
      });
      loaded.model.dispose();
    },
  );

  it("prints how every name is understood, and writes nothing", () => {
    const { status, stdout } = convert("timm", "nothing", "--dry-run");
    expect(status).toBe(0);
    expect(stdout).toContain("module.patch_embed.backbone.conv1.3.weight [8, 8, 3, 3] -> stem.conv2.weight");
    expect(stdout).toContain("module.fc.weight [113, 4] -> left out");
    expect(existsSync(join(folder, "nothing"))).toBe(false);
  });

  it("adds an untrained head only when told to, and says so", () => {
    expect(convert("headless", "headless")).toMatchObject({
      status: 4,
      stderr: expect.stringContaining("no projection head"),
    });
    expect(convert("headless", "headless", "--new-head", "1").status).toBe(0);
    expect(readFileSync(join(folder, "headless/MODELCARD.md"), "utf8")).toContain("head is untrained");
  });

  it("refuses what does not fit, naming it, and what would have to be executed", () => {
    const torn = convert("torn", "torn", "--new-head", "1");
    expect(torn).toMatchObject({
      status: 4,
      stderr: expect.stringContaining("layer2.0.bn3.weight is missing"),
    });
    const unsafe = convert("unsafe", "unsafe");
    expect(unsafe).toMatchObject({ status: 4, stdout: "" });
    expect(unsafe.stderr).toContain("cannot be read as weights alone");
    for (const name of ["torn", "unsafe"]) expect(existsSync(join(folder, name))).toBe(false);
  });
});

describe.skipIf(!referencePython())("docs/weights.md", () => {
  it("says of every name what the converter does with it", () => {
    const table = readFileSync(join(ROOT, "docs/weights.md"), "utf8");
    const names = (cell: string) =>
      [...cell.matchAll(/`([\w.]+\w)(\.\*)?`/g)].map(([, name, rest]) => `${name}${rest ? ".weight" : ""}`);
    const pairs = table
      .split("\n")
      .filter((line) => line.startsWith("| ") && line.includes("`"))
      .flatMap((line) => {
        const [, , from, to] = line.split("|");
        const given = names(from!.replace(/\(or .*\)/, ""));
        return given.map((name, i) => [name, to!.includes("the same") ? name : names(to!)[i]]);
      });
    expect(pairs.length).toBeGreaterThan(30);
    const program =
      "import json, sys; sys.path.insert(0, 'tools/weights'); from names import rename; print(json.dumps([[n, rename(n)] for n in json.load(sys.stdin)]))";
    const found = runReference(
      program,
      pairs.map(([name]) => name),
    );
    expect(found).toEqual(pairs);
  });
});
