import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseYaml } from "@cytonet/cohort";
import { expect, it } from "vitest";
import { mousePretraining } from "../../src/demo/studies.js";
import { PretrainSchema } from "../../src/pretraining/config.js";
import { ProbeSchema } from "../../src/probing/config.js";

const configs = join(import.meta.dirname, "../../../../configs/mouse");
const read = (name: string): string => readFileSync(join(configs, name), "utf8");

it("the mouse recipe of the demo is the one in configs/mouse", () => {
  const file = parseYaml(read("pretrain.yaml"), PretrainSchema, "pretrain.yaml");
  expect(PretrainSchema.parse(mousePretraining)).toEqual(file);
});

it("the probe's configuration is valid", () => {
  expect(parseYaml(read("probe.yaml"), ProbeSchema, "probe.yaml").areas?.minTrainingPoints).toBe(40);
});
