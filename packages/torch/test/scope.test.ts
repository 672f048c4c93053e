import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  keep,
  liveTensors,
  openScope,
  ops,
  ReleasedTensorError,
  Scope,
  scope,
  type Tensor,
  TorchError,
  tensor,
} from "../src/index.js";

let before = 0;
beforeEach(() => {
  before = liveTensors();
});
afterEach(() => {
  expect(liveTensors() - before).toBe(0);
});

describe("scope", () => {
  test("releases what its body made, except the result", () => {
    const sum = scope(() => {
      const x = tensor([1, 2, 3]);
      return x.mul(x).sum();
    });
    expect(liveTensors() - before).toBe(1);
    expect(sum.item()).toBe(14);
    sum.dispose();
  });

  test("releases on throw, and the error comes out unchanged", () => {
    const problem = new Error("mine");
    expect(() =>
      scope(() => {
        tensor([1]).add(tensor([2]));
        throw problem;
      }),
    ).toThrow(problem);
  });

  test("lets tensors escape in arrays, objects, maps and sets, however nested", () => {
    const result = scope(() => {
      const made = [1, 2, 3, 4, 5].map((value) => tensor([value]));
      const [a, b, c, d] = made as [Tensor, Tensor, Tensor, Tensor, Tensor];
      const circular: { list: unknown[]; deep: object; map: Map<string, Tensor>; self?: object } = {
        list: [a, [b]],
        deep: { set: new Set([c]), nothing: null, text: "x" },
        map: new Map([["d", d]]),
      };
      circular.self = circular;
      return circular;
    });
    expect(liveTensors() - before).toBe(4);
    const [a, [b]] = result.list as [Tensor, [Tensor]];
    const [c] = (result.deep as { set: Set<Tensor> }).set;
    expect([a, b, c!, result.map.get("d")!].map((one) => one.item())).toEqual([1, 2, 3, 4]);
    for (const one of [a, b, c!, result.map.get("d")!]) one.dispose();
  });

  test("an escaping tensor goes to the scope around, which releases it", () => {
    scope(() => {
      const inner = scope(() => tensor([1]));
      expect(inner.disposed).toBe(false);
    });
  });

  test("an outer tensor that an inner scope returns stays the outer one's", () => {
    scope(() => {
      const outer = tensor([1]);
      expect(scope(() => outer)).toBe(outer);
      expect(outer.disposed).toBe(false);
    });
  });

  test("refuses promises and iterators, and still releases", async () => {
    const later = async () => tensor([1]);
    expect(() => scope(later)).toThrow(TorchError);
    // biome-ignore lint/suspicious/noThenProperty: a thenable is what this refuses.
    expect(() => scope(() => Object.fromEntries([["then", () => 0]]))).toThrow(/promise/);
    expect(() =>
      scope(function* () {
        yield tensor([1]);
      }),
    ).toThrow(/iterator/);
    // A rejection inside must not come up as an unhandled one.
    expect(() => scope(() => Promise.reject(new Error("nobody's")))).toThrow(/promise/);
    await new Promise((resolve) => setImmediate(resolve));
  });

  test("use after release throws, naming operator and argument", () => {
    const gone = scope(() => ({ get: tensor([1]) }).get.add(tensor([1])));
    gone.dispose();
    gone.dispose();
    expect(gone.disposed).toBe(true);
    expect(String(gone)).toBe("Tensor(released)");
    const x = tensor([1]);
    expect(() => ops.add(x, gone)).toThrow(
      expect.objectContaining({
        name: "ReleasedTensorError",
        operator: "aten::add.Tensor",
        argument: "other",
      }),
    );
    for (const use of [
      () => gone.shape,
      () => gone.dtype,
      () => gone.item(),
      () => gone.toTypedArray(),
      () => gone.viewTypedArray(),
      () => gone.share(),
      () => gone.grad,
      () => gone.backward(),
      () => x.setGrad(gone),
      () => gone.requiresGrad_(),
    ]) {
      expect(use).toThrow(ReleasedTensorError);
    }
    x.dispose();
  });
});

describe("keep and share", () => {
  test("keep lifts a tensor out of all scopes", () => {
    const kept = scope(() => {
      scope(() => keep(tensor([7]))).item();
      const one = keep(tensor([8]));
      return { value: one.item(), one };
    });
    expect(kept.one.item()).toBe(8);
    kept.one.dispose();
    // The inner one was kept and returned through two scopes; nobody else releases it.
    expect(liveTensors() - before).toBe(1);
    before = liveTensors();
  });

  test("share is a second reference with a life of its own", () => {
    const x = tensor([1, 2]);
    const y = scope(() => x.share());
    x.dispose();
    y.fillScalar_(5);
    expect(y.tolist()).toEqual([5, 5]);
    y.dispose();
  });
});

describe("openScope", () => {
  test("ends with its block", () => {
    {
      using opened = openScope();
      expect(opened).toBeInstanceOf(Scope);
      tensor([1]);
    }
    expect(liveTensors() - before).toBe(0);
  });

  test("closed out of order it says so, releases its own and leaves the order sound", () => {
    const outer = openScope();
    const inOuter = tensor([1]);
    const inner = openScope();
    const inInner = tensor([2]);
    expect(() => outer.close()).toThrow(/reverse order/);
    expect(inOuter.disposed).toBe(true);
    expect(inInner.disposed).toBe(false);
    outer.close();
    // What escapes the inner scope now belongs to no scope at all.
    inner.escape(inInner);
    inner.close();
    expect(inInner.disposed).toBe(false);
    inInner.dispose();
    const after = tensor([3]);
    expect(after.scope).toBeNull();
    after.dispose();
  });

  test("scopes that a body left open close with the one around", () => {
    expect(() =>
      scope(() => {
        openScope();
        tensor([1]);
        openScope();
        tensor([2]);
        throw new Error("lost");
      }),
    ).toThrow("lost");
    const after = tensor([3]);
    expect(after.scope).toBeNull();
    after.dispose();
  });

  test("ten thousand tensors go in one scope", () => {
    scope(() => {
      for (let index = 0; index < 70_000; index++) tensor(index);
      expect(liveTensors() - before).toBe(70_000);
    });
  });
});
