import { expect, it } from "vitest";
import { cosine } from "../../src/random/cosine.js";

it("is the cosine to 1e-9, far from zero too", () => {
  for (let i = -4000; i <= 4000; i++) {
    const x = i * 0.0371;
    expect(Math.abs(cosine(x) - Math.cos(x))).toBeLessThan(1e-9);
  }
});
