import { expect, it } from "vitest";
import { autocast, scope, tensor } from "../src/index.js";

it("computes matrix products in bfloat16 inside and as given outside", () => {
  scope(() => {
    const x = tensor([[1, 2]]);
    const seen = autocast({ device: "cpu" }, () => [
      x.matmul(x.t()).dtype,
      autocast({ device: "cpu", enabled: false }, () => x.matmul(x.t()).dtype),
      x.matmul(x.t()).dtype,
    ]);
    expect(seen).toEqual(["bfloat16", "float32", "bfloat16"]);
    expect(x.matmul(x.t()).dtype).toBe("float32");
  });
});

it("restores the mode when the body throws", () => {
  scope(() => {
    const x = tensor([[1, 2]]);
    const failing = () => {
      throw new Error("stop");
    };
    expect(() => autocast({ device: "cpu" }, () => autocast({ enabled: false }, failing))).toThrow("stop");
    expect(x.matmul(x.t()).dtype).toBe("float32");
  });
});
