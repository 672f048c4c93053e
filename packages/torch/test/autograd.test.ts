import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  ArgumentError,
  backward,
  enableGrad,
  fromTypedArray,
  grad,
  isGradEnabled,
  LibtorchError,
  liveTensors,
  noGrad,
  openScope,
  ops,
  type Scope,
  scope,
  type Tensor,
  tensor,
} from "../src/index.js";

let opened: Scope;
let before = 0;
beforeEach(() => {
  before = liveTensors();
  opened = openScope();
});
afterEach(() => {
  opened.close();
  expect(liveTensors() - before).toBe(0);
  expect(isGradEnabled()).toBe(true);
});

const leaf = (...values: number[]): Tensor => tensor(values, { dtype: "float64" }).requiresGrad_();

describe("backward", () => {
  test("accumulates into leaves, and only there", () => {
    const x = leaf(1, 2, 3);
    const y = x.mul(x);
    y.sum().backward();
    expect(x.grad?.tolist()).toEqual([2, 4, 6]);
    x.mul(x).sum().backward();
    expect(x.grad?.tolist()).toEqual([4, 8, 12]);
    expect([x.isLeaf, y.isLeaf, y.requiresGrad]).toEqual([true, false, true]);
    x.setGrad(null);
    expect(x.grad).toBeNull();
  });

  test("agrees with central differences", () => {
    const at = [0.3, -1.2, 2.5];
    const f = (x: Tensor) => x.sin().mul(x.exp()).add(x.sigmoid().log()).sum();
    const x = leaf(...at);
    f(x).backward();
    const h = 1e-6;
    const numeric = at.map((_, index) => {
      const moved = (by: number) =>
        f(
          tensor(
            at.map((value, i) => (i === index ? value + by : value)),
            { dtype: "float64" },
          ),
        ).item();
      return (moved(h) - moved(-h)) / (2 * h);
    });
    // Central differences in float64 are good to about h² and rounding over h.
    for (const [index, value] of (x.grad!.tolist() as number[]).entries())
      expect(value).toBeCloseTo(numeric[index]!, 7);
  });

  test("takes a gradient for roots of several elements, and asks for one", () => {
    const x = leaf(1, 2);
    expect(() => x.mul(x).backward()).toThrow(LibtorchError);
    x.mul(x).backward(tensor([1, 10], { dtype: "float64" }));
    expect(x.grad?.tolist()).toEqual([2, 40]);
  });

  test("several roots at once", () => {
    const x = leaf(3);
    backward([x.square(), x.mulScalar(5)]);
    expect(x.grad?.tolist()).toEqual([11]);
  });

  test("frees its graph unless told to retain it", () => {
    const x = leaf(2);
    const y = x.square();
    y.backward(null, { retainGraph: true });
    y.backward();
    expect(x.grad?.tolist()).toEqual([8]);
    expect(() => y.backward()).toThrow(/second time/);
  });

  test("an error inside it leaves the thread usable", () => {
    const x = leaf(1, 2);
    const y = x.exp();
    y.addScalar_(1);
    expect(() => y.sum().backward()).toThrow(/modified by an inplace operation/);
    x.square().sum().backward();
    expect(x.grad?.tolist()).toEqual([2, 4]);
  });

  test("a chain of thirty thousand operators neither overflows nor leaks", () => {
    const x = leaf(1);
    const end = scope(() => {
      let y: Tensor = x;
      for (let index = 0; index < 30_000; index++) y = y.addScalar(1);
      return y;
    });
    end.sum().backward();
    expect(x.grad?.tolist()).toEqual([1]);
  });

  test("roots that need no gradient, and things that are no tensors", () => {
    expect(() => tensor([1]).backward()).toThrow(LibtorchError);
    expect(() => backward([3 as never])).toThrow(ArgumentError);
    expect(() => backward(3 as never)).toThrow(ArgumentError);
    expect(() => backward([leaf(1)], { gradients: [undefined as never] })).toThrow(
      expect.objectContaining({ operator: "backward", argument: "gradients" }),
    );
  });
});

describe("grad", () => {
  test("gives gradients of chosen inputs and touches no .grad", () => {
    const x = leaf(2);
    const w = leaf(5);
    const [dx, dw] = grad([x.mul(w).mul(w)], [x, w]);
    expect([dx?.item(), dw?.item()]).toEqual([25, 20]);
    expect([x.grad, w.grad]).toEqual([null, null]);
  });

  test("of an intermediate tensor", () => {
    const x = leaf(3);
    const y = x.square();
    const [dy] = grad([y.mulScalar(7)], [y]);
    expect(dy?.item()).toBe(7);
  });

  test("createGraph gives gradients of gradients", () => {
    const x = leaf(2);
    const [first] = grad([x.powScalar(4)], [x], { createGraph: true });
    const [second] = grad([first!], [x], { createGraph: true });
    const [third] = grad([second!], [x]);
    expect([first, second, third].map((one) => one?.item())).toEqual([32, 48, 48]);
  });

  test("an unused input is an error or null, as asked", () => {
    const x = leaf(1);
    const unused = leaf(1);
    expect(() => grad([x.square()], [x, unused])).toThrow(LibtorchError);
    expect(grad([x.square()], [unused], { allowUnused: true })).toEqual([null]);
  });

  test("gradOutputs weigh the outputs", () => {
    const x = leaf(1, 2);
    const [dx] = grad([x.square()], [x], { gradOutputs: [tensor([1, 0.5], { dtype: "float64" })] });
    expect(dx?.tolist()).toEqual([2, 2]);
  });
});

describe("gradient mode", () => {
  test("nests, and comes back on return and on throw", () => {
    const x = leaf(1);
    noGrad(() => {
      expect(x.square().requiresGrad).toBe(false);
      enableGrad(() => {
        expect(x.square().requiresGrad).toBe(true);
        expect(() =>
          noGrad(() => {
            throw new Error("inside");
          }),
        ).toThrow("inside");
        expect(isGradEnabled()).toBe(true);
      });
      expect(isGradEnabled()).toBe(false);
    });
    expect(() => noGrad(async () => {})).toThrow(/promise/);
  });

  test("detach cuts, and shares memory", () => {
    const x = leaf(1, 2);
    const cut = x.detach();
    expect(cut.requiresGrad).toBe(false);
    cut.fillScalar_(9);
    expect(x.tolist()).toEqual([9, 9]);
  });

  test("leaves that require gradients change in place only under noGrad", () => {
    const x = leaf(1);
    expect(() => x.addScalar_(1)).toThrow(/in-place/);
    expect(noGrad(() => x.addScalar_(1))).toBe(x);
    expect(x.item()).toBe(2);
  });

  test("integers cannot require gradients; results cannot stop", () => {
    expect(() => tensor([1], { dtype: "int64" }).requiresGrad_()).toThrow(/floating-point/);
    expect(() => leaf(1).square().requiresGrad_(false)).toThrow(/detach/);
  });

  test.each([
    ["shape", () => tensor([1, 2], { dtype: "float64" })],
    ["dtype", () => tensor([1])],
  ])("a gradient of another %s is refused", (_, make) => {
    expect(() => leaf(1).setGrad(make())).toThrow(LibtorchError);
    expect(() => leaf(1).setGrad(5 as never)).toThrow(ArgumentError);
  });

  test("gradients reach memory that JavaScript lent", () => {
    const memory = Float64Array.of(1, 2, 3);
    const x = fromTypedArray(memory).requiresGrad_();
    x.square().sum().backward();
    noGrad(() => x.sub_(x.grad!));
    expect([...memory]).toEqual([-1, -2, -3]);
  });
});

test("in-place operators return the very tensor; reference counts hold", () => {
  const x = tensor([1, 2]);
  const alive = liveTensors();
  for (let index = 0; index < 100; index++) {
    expect(x.add_(x)).toBe(x);
    expect(x.fillScalar_(1)).toBe(x);
  }
  expect(liveTensors()).toBe(alive);
  const out = ops.zeros([1]);
  expect(ops.indexSelectOut(x, 0, tensor([1], { dtype: "int64" }), out)).toBe(out);
});
