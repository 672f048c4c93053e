import { expect, test } from "vitest";
import * as torch from "../src/index.js";

// A change of the surface shows here, so that it is made on purpose.
test("the package's names", () => {
  expect(Object.keys(torch).sort()).toMatchSnapshot();
});

test("the operators' names", () => {
  expect(Object.keys(torch.ops).sort().join(" ")).toMatchSnapshot();
});
