import { expect, it } from "vitest";
import * as api from "../src/index.js";

it("exports what it says, so that a change of surface shows in review", () => {
  expect(Object.keys(api).sort()).toMatchSnapshot();
});
