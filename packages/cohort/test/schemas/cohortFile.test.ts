import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { type CohortError, CohortSchema, parseYaml } from "../../src/index.js";
import { sampleCohort } from "../sample.js";
import { errorOf } from "../support.js";

// biome-ignore lint/suspicious/noExplicitAny: documents are damaged on purpose.
type Loose = any;

/** The error for the sample cohort after a change. */
async function errorAfter(change: (cohort: Loose) => void): Promise<CohortError> {
  const cohort: Loose = { schema: "cytonet.cohort/1", ...sampleCohort().cohort };
  change(cohort);
  return errorOf(() => parseYaml(stringify(cohort), CohortSchema, "cohort.yaml"));
}

describe("cohort.yaml", () => {
  it("is accepted as an importer writes it", () => {
    const text = stringify({ schema: "cytonet.cohort/1", ...sampleCohort().cohort });
    expect(parseYaml(text, CohortSchema, "cohort.yaml").brains[1]).toMatchObject({
      id: "B02",
      linearShrinkage: 0.8,
    });
  });

  it("names file, line, field and remedy of a wrong value", async () => {
    const text = [
      "schema: cytonet.cohort/1",
      "name: demo",
      "roots: { scans: ../raw }",
      "referenceSpace: mni-colin27",
      "spaces: [ { id: mni-colin27 } ]",
      "brains:",
      "  - id: B01",
      "    species: human",
      "    sharing: public",
      "    sectionOrder: posterior-to-anterior",
      "    imageLeftIs: left",
      "    stainPolarity: dark",
    ].join("\n");
    const error = await errorOf(() => parseYaml(text, CohortSchema, "c/cohort.yaml"));
    expect(error.message).toBe(
      'c/cohort.yaml:9 brains[0].sharing: invalid option: expected one of "open"|"restricted". Give "open" or "restricted".',
    );
    expect(error.exitCode).toBe(2);
  });

  it("guesses what an unknown field was meant to be", async () => {
    const error = await errorAfter((c) => {
      c.brains[0].stainpolarity = "dark";
      c.brains[0].scanner = "x";
    });
    expect(error.problems.map((p) => [p.field, p.remedy])).toEqual([
      ["brains[0].stainpolarity", 'Did you mean "stainPolarity"?'],
      ["brains[0].scanner", expect.stringMatching(/^Remove it; known fields: id, species, /)],
    ]);
  });

  it.each<[string, (c: Loose) => void, string, RegExp]>([
    ["a missing field", (c) => delete c.name, "name", /is missing/],
    ["another schema version", (c) => (c.schema = "cytonet.cohort/2"), "schema", /cytonet\.cohort\/1/],
    ["no root of scans", (c) => (c.roots = { other: "x" }), "roots.scans", /is missing/],
    ["no brain", (c) => (c.brains = []), "brains", /too small/],
    [
      "a brain that is no folder name",
      (c) => (c.brains[0].id = "a/b"),
      "brains[0].id",
      /not usable as a name/,
    ],
    ["two brains of one id", (c) => (c.brains[1].id = "B01"), "brains[1].id", /a second time/],
    ["an undeclared space", (c) => (c.referenceSpace = "bigbrain"), "referenceSpace", /Add it to `spaces`/],
    [
      "coronal sections without a side",
      (c) => delete c.brains[0].imageLeftIs,
      "brains[0].imageLeftIs",
      /hemisphere/,
    ],
    [
      "sagittal sections with a side",
      (c) => (c.brains[1].imageLeftIs = "left"),
      "brains[1].imageLeftIs",
      /sagittal/,
    ],
    [
      "a shrinkage in percent",
      (c) => (c.brains[1].linearShrinkage = 80),
      "brains[1].linearShrinkage",
      /between 0 and 1/,
    ],
    [
      "a transform that maps images",
      (c) =>
        (c.brains[0].toReference = { file: "t.json", maps: "images", from: "brain:B01", to: "mni-colin27" }),
      "brains[0].toReference.maps",
      /points/,
    ],
    [
      "a transform of another brain",
      (c) =>
        (c.brains[0].toReference = { file: "t.json", maps: "points", from: "brain:B02", to: "mni-colin27" }),
      "brains[0].toReference.from",
      /must be brain:B01/,
    ],
    [
      "a transform to another space",
      (c) =>
        (c.brains[0].toReference = { file: "t.json", maps: "points", from: "brain:B01", to: "bigbrain" }),
      "brains[0].toReference.to",
      /must be the cohort's referenceSpace/,
    ],
    [
      "an absolute path",
      (c) => (c.brains[0].volume = "/data/B01.nii.gz"),
      "brains[0].volume",
      /absolute path\. Give a path relative/,
    ],
  ])("refuses %s", async (_, change, field, message) => {
    const error = await errorAfter(change);
    expect(error.field).toBe(field);
    expect(error.file).toBe("cohort.yaml");
    expect(error.message).toMatch(message);
    expect(error.remedy).not.toBe("");
  });

  it.each([
    ["a: [1", /not valid YAML/],
    ["a: 1\na: 2", /not valid YAML: Map keys must be unique/],
  ])("says where %j is not YAML", async (text, message) => {
    const error = await errorOf(() => parseYaml(text, CohortSchema, "cohort.yaml"));
    expect(error.message).toMatch(message);
    expect(error.line).toBeGreaterThan(0);
  });

  it("takes a document that is no mapping for wrong as a whole", async () => {
    expect((await errorOf(() => parseYaml("- 1", CohortSchema, "cohort.yaml"))).message).toMatch(
      /expected object/,
    );
    expect((await errorOf(() => parseYaml("", CohortSchema, "cohort.yaml"))).message).toMatch(
      /expected object/,
    );
  });
});
