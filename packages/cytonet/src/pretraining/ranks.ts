import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { openRun, type ProvenanceFacts, type Run, type RunOptions } from "@cytonet/cohort";
import {
  initProcessGroup,
  isLaunched,
  noGrad,
  type ProcessGroup,
  rankDevice,
  rendezvousFromEnvironment,
  scope,
  tensor,
} from "@cytonet/torch";

/** The processes that train one model together; often one alone. */
export interface Ranks extends Disposable {
  /** Null for one process. */
  readonly group: ProcessGroup | null;
  readonly rank: number;
  readonly worldSize: number;
  /** Of this process: a GPU of its own where several work on GPUs. */
  readonly device: string;
  /** Whether this process writes the run folder. */
  readonly isFirst: boolean;
  /** Of each flag, whether any rank has set it; all get the same answer, at the same step. */
  any(flags: readonly boolean[]): readonly boolean[];
  /** What every rank says, by rank; all get the same, at the same step. */
  gather(text: string): string[];
  /** Waits until every rank has come here. One that ended earlier would have its launcher end the others at work. */
  meet(): void;
}

/**
 * Joins the other ranks where `cytonet launch`, torchrun or srun started several. Blocks until all have come. What is
 * exchanged on the CPU (flags, numbers, features to be scored) goes over Gloo; features and gradients of a GPU over NCCL.
 *
 * @param asked the device that the configuration names for all ranks
 * @throws DeviceError where this process cannot have that device; DistributedError where the ranks do not meet
 */
export function joinRanks(asked: string): Ranks {
  const device = rankDevice(asked);
  const group = isLaunched() ? initProcessGroup({ device }) : null;
  const rank = group?.rank ?? 0;
  return {
    group,
    rank,
    worldSize: group?.worldSize ?? 1,
    device,
    isFirst: rank === 0,
    any(flags) {
      if (group === null) return flags;
      const set = scope(() =>
        noGrad(() => group.allReduce(tensor(Float32Array.from(flags, Number)), "max").toTypedArray()),
      );
      return flags.map((_, i) => set[i] === 1);
    },
    gather: (text) => (group === null ? [text] : gatherTexts(group, text)),
    meet: () => group?.barrier(),
    [Symbol.dispose]: () => group?.destroy(),
  };
}

/** This process's place among those that `cytonet launch`, torchrun or srun started; 0 for one alone. Joins nobody. */
export function rankOfProcess(): number {
  return isLaunched() ? rendezvousFromEnvironment().rank : 0;
}

/** Texts of any length, by rank: their bytes behind their number, padded to the longest. */
function gatherTexts(group: ProcessGroup, text: string): string[] {
  const bytes = new TextEncoder().encode(text);
  return scope(() =>
    noGrad(() => {
      const longest = group.allReduce(tensor(Int32Array.of(bytes.length)), "max").item();
      const padded = new Uint8Array(4 + longest);
      new DataView(padded.buffer).setUint32(0, bytes.length);
      padded.set(bytes, 4);
      return group.allGather(tensor(padded)).map((one) => {
        const found = one.toTypedArray() as Uint8Array;
        const length = new DataView(found.buffer, found.byteOffset).getUint32(0);
        return new TextDecoder().decode(found.subarray(4, 4 + length));
      });
    }),
  );
}

/** Opens the run folder on the first rank; the others wait for that, and write nothing into it. */
export async function openRunOf(
  ranks: Ranks,
  path: string,
  facts: ProvenanceFacts,
  options: RunOptions,
): Promise<Run> {
  if (ranks.isFirst) {
    const run = await openRun(path, facts, options);
    ranks.group?.barrier();
    return run;
  }
  ranks.group?.barrier();
  const dir = resolve(path);
  await mkdir(dir, { recursive: true });
  const nothing = async () => {};
  return {
    dir,
    resumed: false,
    tookOverFrom: undefined,
    keptAside: undefined,
    setStatus: nothing,
    finish: nothing,
    close: nothing,
  };
}
