import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ExitCode } from "@cytonet/cohort";
import { describe, expect, it } from "vitest";
import { RankMismatchError, requireAgreement, scanSizes } from "../../src/pretraining/rankAgreement.js";

/** What each rank's call ends with, when the ranks come with these facts. */
function meeting(facts: readonly Record<string, unknown>[]): unknown[] {
  const texts: string[] = [];
  // What a rank says does not depend on the others: asked alone first, then all together.
  for (const own of facts) {
    requireAgreement(
      {
        gather: (text) => {
          texts.push(text);
          return [text];
        },
      },
      own,
    );
  }
  return facts.map((own) => {
    try {
      requireAgreement({ gather: () => texts }, own);
      return "agreed";
    } catch (error) {
      return error;
    }
  });
}

describe("ranks that begin together", () => {
  const alike = { settings: { steps: 3, seed: 1 }, samples: "abc", initialWeights: undefined };

  it("agree on the same facts, whatever the order of their fields", () => {
    expect(meeting([alike, { ...alike, settings: { seed: 1, steps: 3 } }])).toEqual(["agreed", "agreed"]);
  });

  it("all end with the name of the first rank that differs, in what, and what to do", () => {
    const ended = meeting([alike, alike, { ...alike, samples: "abd" }, { ...alike, settings: {} }]);
    for (const error of ended) {
      expect(error).toBeInstanceOf(RankMismatchError);
      expect(error).toMatchObject({ rank: 2, what: "samples", exitCode: ExitCode.Data });
      expect((error as Error).message).toBe(
        "rank 2: has other samples than rank 0. Give every rank the same cohort: points, labels and split.",
      );
    }
  });

  it("tell a model to start from, from none", () => {
    const [error] = meeting([alike, { ...alike, initialWeights: "0123" }]);
    expect(error).toMatchObject({ rank: 1, what: "initialWeights" });
  });
});

describe("scanSizes", () => {
  it("tells a file that was cut short and one that is absent from one that is whole", () => {
    const folder = mkdtempSync(join(tmpdir(), "scans-"));
    const image = (section: string, path: string) => ({
      brain: "A",
      section,
      path,
      stainPolarity: "dark" as const,
      pixelSizeXUm: 1,
      pixelSizeYUm: 1,
    });
    writeFileSync(join(folder, "one.tif"), "12345");
    const images = [
      image("s1", join(folder, "one.tif")),
      image("s2", join(folder, "two.tif")),
      image("s3", folder),
    ];
    expect(scanSizes({ images })).toEqual(["A/s1 5", "A/s2 ENOENT", "A/s3 folder"]);
    rmSync(folder, { recursive: true });
  });
});
