import { ConfigError, ExitCode, MachineError } from "@cytonet/cohort";
import { StepGraph } from "@cytonet/learning";
import { cudaGraphState, type ProcessGroup } from "@cytonet/torch";
import { describe, expect, it } from "vitest";
import { PretrainSchema } from "../../src/pretraining/config.js";
import { checkCudaGraphs, stepGraphOf } from "../../src/pretraining/cudaGraphs.js";
import { planPretraining } from "../../src/pretraining/planPretraining.js";
import { runPretraining } from "../../src/pretraining/runPretraining.js";
import { quietContext } from "../support/context.js";
import { miniConfig } from "../support/miniCohort.js";

const configOf = (overrides: Record<string, unknown>) => PretrainSchema.parse(miniConfig(overrides));
const oneGpu = { group: null, device: "cuda:0" };

describe("a configuration with cudaGraphs", () => {
  it("is what others are where it is left out or false: nothing is recorded", () => {
    expect(configOf({})).not.toHaveProperty("cudaGraphs");
    for (const config of [configOf({}), configOf({ cudaGraphs: false })]) {
      expect(() => checkCudaGraphs(config)).not.toThrow();
      expect(stepGraphOf(config, { group: null, device: "cpu" })).toBeUndefined();
    }
  });

  it("is refused on a CPU, before anything is read", async () => {
    const options = { cohortDir: "/nowhere", config: configOf({ cudaGraphs: true }), out: "/nowhere/run" };
    for (const attempt of [() => runPretraining(options, quietContext()), () => planPretraining(options)]) {
      const error = await attempt().catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(ConfigError);
      expect(error).toMatchObject({ field: "cudaGraphs", exitCode: ExitCode.Usage });
      expect((error as ConfigError).message).toMatch(/device is cpu.*set device: cuda/s);
    }
  });

  it("is refused in float16 and among several processes, with what to do instead", () => {
    const half = configOf({ cudaGraphs: true, device: "cuda", precision: "float16" });
    expect(() => checkCudaGraphs(half)).toThrow(/float16.*precision: bfloat16 or float32/s);
    const launched = configOf({ cudaGraphs: true, device: "cuda", precision: "bfloat16" });
    expect(() => checkCudaGraphs(launched)).not.toThrow();
    expect(() => stepGraphOf(launched, { ...oneGpu, group: {} as ProcessGroup })).toThrow(
      /ranks exchange.*one process, on one GPU/s,
    );
  });

  it("gets its graph where there are any, and else an error of the machine with a remedy", () => {
    const config = configOf({ cudaGraphs: true, device: "cuda" });
    if (cudaGraphState().available) expect(stepGraphOf(config, oneGpu)).toBeInstanceOf(StepGraph);
    else {
      expect(() => stepGraphOf(config, oneGpu)).toThrow(MachineError);
      expect(() => stepGraphOf(config, oneGpu)).toThrow(/cudaGraphs.*(make setup|CUDA_VISIBLE_DEVICES)/s);
    }
  });
});
