import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { defaultName, generate, parseSchema } from "../src/generate/generate.js";
import { torchVersion } from "../src/index.js";
import { PINNED_VERSION } from "../src/libtorch/record.js";
import { native } from "../src/native.js";

const isPinned = torchVersion().split("+")[0] === PINNED_VERSION;

describe("generated operators", () => {
  test("names follow the overloads", () => {
    expect(
      ["add.Tensor", "add_.Scalar", "softmax", "_foreach_add_.List", "upsample_nearest2d"].map(defaultName),
    ).toEqual(["add", "addScalar_", "softmax", "_foreachAddList_", "upsampleNearest2d"]);
  });

  test("schemas are read with their aliases, defaults and real types", () => {
    const line =
      "aten::sum.dim_IntList(Tensor self, int[1]? dim, bool keepdim=False, *, int? dtype=None) -> Tensor | self:Tensor dim:int[]? keepdim:bool dtype:ScalarType? ";
    expect(parseSchema(line).parameters.map(({ name, type, fallback }) => [name, type, fallback])).toEqual([
      ["self", "Tensor", undefined],
      ["dim", "int[1]?", undefined],
      ["keepdim", "bool", "False"],
      ["dtype", "ScalarType?", "None"],
    ]);
  });

  test.skipIf(!isPinned)(`the checked-in file is what libtorch ${PINNED_VERSION} gives`, () => {
    // Compared without layout, which the formatter decides.
    const plain = (text: string) => text.replace(/[\s,;]+/g, "").replace(/\|(?=[^|])/g, "");
    const checkedIn = readFileSync(new URL("../src/ops.generated.ts", import.meta.url), "utf8");
    const made = generate(native.schemas());
    if (plain(checkedIn) !== plain(made)) expect(checkedIn).toBe(made);
  });

  test.runIf(!isPinned)(
    `is compared only on libtorch ${PINNED_VERSION}; this one is ${torchVersion()}`,
    () => {
      expect(isPinned).toBe(false);
    },
  );
});
