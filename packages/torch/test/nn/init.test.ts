import { createGenerator, init, ops, scope, type Tensor, torchVersion } from "@cytonet/torch";
import { beforeAll, describe, expect, test } from "vitest";
import {
  referencePython,
  referenceTorchVersion,
  runReference,
} from "../../../../tools/reference/reference.mjs";
import { numbers } from "../compare.js";

/** Importing PyTorch and timm takes seconds, and minutes where others use the machine too. */
const SLOW_MS = 5 * 60_000;

const SCRIPT = `
import json, math, torch
from torch import nn
from timm.layers import trunc_normal_

def drawn(shape, draw):
    torch.manual_seed(11)
    tensor = torch.empty(shape)
    draw(tensor)
    return [float(value) for value in tensor.flatten().tolist()]

print(json.dumps({
    "kaiming": drawn((6, 3, 5, 5), lambda t: nn.init.kaiming_normal_(t, mode="fan_out", nonlinearity="relu")),
    "vit": drawn((40, 40), lambda t: trunc_normal_(t, std=0.02)),
    "cut": drawn((40, 40), lambda t: trunc_normal_(t, mean=0.5, std=1.0, a=-1.0, b=1.0)),
}))
`;

function drawn(shape: number[], draw: (target: Tensor, options: init.InitOptions) => unknown): number[] {
  return scope(() => {
    using generator = createGenerator({ seed: 11 });
    const target = ops.empty(shape);
    draw(target, { generator });
    return numbers(target);
  });
}

const sameVersion = torchVersion().split("+")[0] === referenceTorchVersion()?.split("+")[0];

/** Another version's erfinv differs in the last bits of float32. */
function expectSame(found: readonly number[], expected: readonly number[]): void {
  if (sameVersion) expect(found).toEqual(expected);
  else expect(Math.max(...found.map((value, i) => Math.abs(value - expected[i]!)))).toBeLessThan(1e-6);
}

describe.skipIf(!referencePython())("bit for bit as PyTorch and timm with the same seed", () => {
  let reference: Record<string, number[]>;
  beforeAll(() => {
    reference = runReference(SCRIPT, null, { timeoutMs: SLOW_MS });
  }, SLOW_MS);

  test("Kaiming's normal by fan-out", () => {
    expect(drawn([6, 3, 5, 5], init.kaimingNormalFanOut_)).toEqual(reference.kaiming);
  });

  test("the truncated normal of vision transformers", () => {
    expectSame(
      drawn([40, 40], (target, options) => init.truncatedNormal_(target, { std: 0.02, ...options })),
      reference.vit!,
    );
  });

  test("a truncated normal whose bounds cut", () => {
    const found = drawn([40, 40], (target, options) =>
      init.truncatedNormal_(target, { mean: 0.5, std: 1, low: -1, high: 1, ...options }),
    );
    expectSame(found, reference.cut!);
    expect(Math.min(...found)).toBeGreaterThanOrEqual(-1);
    expect(Math.max(...found)).toBeLessThanOrEqual(1);
  });
});

test("fans count what one value is connected to", () => {
  scope(() => {
    const weight = ops.empty([8, 3, 5, 5]);
    expect(init.fanIn(weight)).toBe(75);
    expect(init.fanOut(weight)).toBe(200);
  });
});
