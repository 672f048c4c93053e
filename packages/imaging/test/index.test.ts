import * as imaging from "@cytonet/imaging";
import { expect, it } from "vitest";

// A change of this list is a change of what users can call: it belongs in the changelog.
it("exports exactly this", () => {
  expect(Object.keys(imaging).sort()).toMatchInlineSnapshot(`
    [
      "AugmentationError",
      "augmentPatches",
      "augmentationParameters",
      "augmentationSourcePx",
      "centreCrop",
      "cytonetAugmentation",
      "noAugmentation",
      "unbiasedGamma",
    ]
  `);
});
