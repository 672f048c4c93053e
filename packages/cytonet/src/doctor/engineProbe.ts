/**
 * A process of its own that loads the engine and says what it is, as one line of JSON on stdout. Where the addon or
 * libtorch takes its process down, doctor lives on to tell.
 */
import {
  cpuCapability,
  cudaDeviceCount,
  getNumThreads,
  operatorNames,
  scope,
  tensor,
  torchVersion,
} from "@cytonet/torch";

/** What the probe says of an engine that works. */
export interface EngineFacts {
  readonly torchVersion: string;
  readonly threads: number;
  readonly cpuCapability: string;
  readonly cudaDevices: number;
  readonly operators: number;
  /** d(x²)/dx at 3, computed by autograd: 6. */
  readonly gradient: number;
}

const gradient = scope(() => {
  const x = tensor([3]).requiresGrad_();
  x.mul(x).sum().backward();
  return x.grad!.item();
});
const facts: EngineFacts = {
  torchVersion: torchVersion(),
  threads: getNumThreads(),
  cpuCapability: cpuCapability(),
  cudaDevices: cudaDeviceCount(),
  operators: operatorNames().length,
  gradient,
};
process.stdout.write(`${JSON.stringify(facts)}\n`);
