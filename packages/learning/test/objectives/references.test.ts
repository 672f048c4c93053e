import { readFileSync } from "node:fs";
import { scope, setNumThreads, type Tensor, tensor } from "@cytonet/torch";
import { describe, expect, it } from "vitest";
import { type ContrastiveLoss, simCLR } from "../../src/objectives/simCLR.js";
import { supCon } from "../../src/objectives/supCon.js";

setNumThreads(1);

interface Case {
  readonly temperature: number;
  readonly features: number[][];
  readonly labels?: number[];
  readonly loss: number;
  readonly gradient: number[][];
}

const { ntXent, supCon: supConCases } = JSON.parse(
  readFileSync(new URL("../fixtures/contrastive.json", import.meta.url), "utf8"),
) as { ntXent: Case[]; supCon: Case[] };

function check(one: Case, loss: (features: Tensor) => ContrastiveLoss, within: number): void {
  scope(() => {
    const features = tensor(one.features, { dtype: "float64" }).requiresGrad_();
    const found = loss(features).loss;
    found.backward();
    expect(Math.abs(found.item() - one.loss)).toBeLessThan(within);
    const expected = one.gradient.flat();
    const gradient = Array.from(features.grad!.toTypedArray(), Number);
    for (const [i, value] of gradient.entries()) expect(Math.abs(value - expected[i]!)).toBeLessThan(within);
  });
}

describe("values and gradients of the references", () => {
  it.each(ntXent)("simCLR is lightly's NTXentLoss at τ = $temperature", (one) => {
    const patches = one.features.length / 2;
    const views = (x: Tensor) => [x.narrow(0, 0, patches), x.narrow(0, patches, patches)] as const;
    // Lightly divides by the norm without a bound; both are float64.
    check(one, (x) => simCLR(...views(x), one), 1e-9);
  });

  it.each(supConCases)("supCon is its authors' SupConLoss at τ = $temperature, labels $labels", (one) => {
    const labels = () => tensor(BigInt64Array.from(one.labels!, BigInt), { shape: [one.labels!.length] });
    // The authors hold masks in float32 and add 1e-9 to a sum, which shows in the seventh digit.
    check(one, (x) => supCon(x, labels(), one), 1e-6);
  });
});
