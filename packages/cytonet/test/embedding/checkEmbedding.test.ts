import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { refuseFinerThanAll } from "../../src/embedding/checkEmbedding.js";
import { runEmbedding } from "../../src/embedding/runEmbedding.js";
import { featureFiles } from "../../src/probing/featureRows.js";
import { quietContext } from "../support/context.js";
import { makeMiniCohort } from "../support/miniCohort.js";

const cohortDir = mkdtempSync(join(tmpdir(), "embed-check-"));
const histogram = { patchPx: 24, pixelSizeUm: 16 };
beforeAll(() => makeMiniCohort(cohortDir, { sections: 2 }));
afterAll(() => rmSync(cohortDir, { recursive: true }));

const embed = (options: object) =>
  runEmbedding({ cohortDir, source: { histogram }, workers: 0, ...options }, quietContext());

describe("embedding a cohort", () => {
  it("refuses a sampler that there is not, and names those that there are", async () => {
    await expect(embed({ sampler: "nope" })).rejects.toThrow(
      /sampler: is nope, of which there are no points\. Name one of: grid\./,
    );
  });

  it("refuses patches finer than every scan once, before a stage begins", async () => {
    await expect(embed({ source: { histogram: { ...histogram, pixelSizeUm: 0.16 } } })).rejects.toThrow(
      /pixelSizeUm: is 0\.16, finer than every scan: the finest has 16 µm\/px\. Embed at 16 µm\/px or more/,
    );
    expect(existsSync(join(cohortDir, "derived", "features-grey-histogram-64-24px-0.16um-backbone"))).toBe(
      false,
    );
  });

  it("leaves it to the sections where some are fine enough, or only the files know", () => {
    const coarse = { pixelSizeXUm: 20, pixelSizeYUm: 10 };
    refuseFinerThanAll(10, [coarse, { pixelSizeXUm: 10, pixelSizeYUm: 10 }], "");
    refuseFinerThanAll(10, [{ pixelSizeXUm: undefined, pixelSizeYUm: undefined }], "");
    expect(() => refuseFinerThanAll(10, [coarse], "")).toThrow("the finest has 20");
  });

  it("offers no features of a stage that has none", async () => {
    mkdirSync(join(cohortDir, "derived", "features-failed"));
    await expect(featureFiles(cohortDir, "features-none")).rejects.toThrow(/name one of: none there yet\./);
    const { features } = await embed({});
    await expect(featureFiles(cohortDir, "features-none")).rejects.toThrow(`name one of: ${features}.`);
  });
});
