import { describe, expect, it } from "vitest";
import { cpuMemory, cudaDeviceCount, cudaMemory, ops, releaseCpuMemory, scope } from "../src/index.js";

const MIB = 2 ** 20;
/** Idle memory that may be kept beyond what was once in use: `kSpareBytes` of native/src/memory.cc. */
const SPARE_BYTES = 256 * MIB;

describe("the cache of CPU blocks", () => {
  it("counts a block while its tensor lives and keeps it after", () => {
    releaseCpuMemory();
    const before = cpuMemory();
    expect(before.idleBytes).toBe(0);
    const values = ops.zeros([3 * MIB]); // 12 MiB, a size class of its own
    expect(cpuMemory().liveBytes - before.liveBytes).toBe(12 * MIB);
    values.dispose();
    const after = cpuMemory();
    expect(after.liveBytes).toBe(before.liveBytes);
    expect(after.idleBytes).toBe(12 * MIB);
    expect(after.peakBytes).toBeGreaterThanOrEqual(before.liveBytes + 12 * MIB);
    expect(releaseCpuMemory()).toBe(12 * MIB);
  });

  it("gives a freed block to the next request of its class, and no other", () => {
    releaseCpuMemory();
    ops.zeros([3 * MIB]).dispose();
    const same = ops.zeros([3 * MIB - 1000]);
    expect(cpuMemory().idleBytes).toBe(0);
    same.dispose();
    const larger = ops.zeros([4 * MIB]);
    expect(cpuMemory().idleBytes).toBe(12 * MIB);
    larger.dispose();
    releaseCpuMemory();
  });

  it("wastes at most an eighth of a block", () => {
    const before = cpuMemory().liveBytes;
    for (const bytes of [0.125, 0.13, 0.8, 1, 1.01, 1.5, 2.1, 3.3, 7.9, 8.1, 33, 100.7].map((mib) =>
      Math.ceil(mib * MIB),
    )) {
      const block = ops.empty([bytes], { dtype: "uint8" });
      const held = cpuMemory().liveBytes - before;
      expect(held).toBeGreaterThanOrEqual(bytes);
      expect(held).toBeLessThanOrEqual(bytes * 1.125);
      block.dispose();
    }
  });

  it("leaves small blocks to the C library", () => {
    const before = cpuMemory().liveBytes;
    const small = ops.empty([MIB / 8 - 1], { dtype: "uint8" });
    expect(cpuMemory().liveBytes).toBe(before);
    small.dispose();
  });

  it("holds little more than was once in use, however sizes change", () => {
    releaseCpuMemory();
    for (let mib = 2; mib < 60; mib++) ops.empty([mib * MIB], { dtype: "uint8" }).dispose();
    const { liveBytes, idleBytes, peakBytes } = cpuMemory();
    expect(idleBytes).toBeGreaterThan(0);
    expect(liveBytes + idleBytes).toBeLessThanOrEqual(peakBytes + SPARE_BYTES);
    releaseCpuMemory();
  });

  it("gives tensors whole memory of their own", () => {
    scope(() => {
      const first = ops.full([2 * MIB], 1);
      const second = ops.full([2 * MIB], 2);
      first.dispose();
      const third = ops.full([2 * MIB], 3);
      expect(second.sum().item()).toBe(2 * 2 * MIB);
      expect(third.sum().item()).toBe(3 * 2 * MIB);
    });
  });
});

describe("the memory of a GPU", () => {
  it("is unknown where there is none, or before its first tensor", () => {
    expect(cudaMemory()).toBeUndefined();
  });

  it.skipIf(cudaDeviceCount() === 0)("counts the bytes of tensors and of the cache behind them", () => {
    const values = ops.zeros([3 * MIB], { device: "cuda" });
    const { tensorBytes, reservedBytes } = cudaMemory()!;
    expect(tensorBytes).toBeGreaterThanOrEqual(12 * MIB);
    expect(reservedBytes).toBeGreaterThanOrEqual(tensorBytes);
    values.dispose();
    const after = cudaMemory()!;
    expect(after.tensorBytes).toBe(tensorBytes - 12 * MIB);
    expect(after.tensorPeakBytes).toBeGreaterThanOrEqual(tensorBytes);
  });
});
