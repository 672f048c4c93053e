import type { Scan } from "@cytonet/scans";
import { describe, expect, it } from "vitest";
import { ScanPool } from "../../src/patches/scanPool.js";

function counted() {
  const log: string[] = [];
  const open = async (number: number): Promise<Scan> => {
    log.push(`open ${number}`);
    if (number < 0) throw new Error("no such scan");
    return { close: async () => void log.push(`close ${number}`) } as unknown as Scan;
  };
  return { log, open };
}

describe("ScanPool", () => {
  it("keeps the scans used last and closes the others", async () => {
    const { log, open } = counted();
    const pool = new ScanPool(2, open);
    for (const number of [1, 2, 1, 3, 1, 2]) await pool.use(number, async () => {});
    expect(log).toEqual(["open 1", "open 2", "open 3", "close 2", "open 2", "close 3"]);
    await pool.close();
    expect(log.slice(-2).sort()).toEqual(["close 1", "close 2"]);
  });

  it("closes no scan that is being read, and closes it afterwards", async () => {
    const { log, open } = counted();
    const pool = new ScanPool(1, open);
    await pool.use(1, async () => {
      await pool.use(2, async () => {});
      await pool.drop(1);
      await pool.close();
      expect(log).not.toContain("close 1");
    });
    expect(log).toContain("close 1");
  });

  it("leaves a scan open between the uses of who holds it", async () => {
    const { log, open } = counted();
    const pool = new ScanPool(1, open);
    const use = (number: number) => pool.use(number, async () => {});
    await pool.hold(1, async () => {
      expect(log).toEqual([]);
      await use(1);
      await pool.hold(1, () => use(2));
      await use(1);
      expect(log).toEqual(["open 1", "open 2", "close 2"]);
      await pool.use(3, () => use(1));
    });
    expect(pool.size).toBe(1);
    expect(log).toEqual(["open 1", "open 2", "close 2", "open 3", "close 3"]);
    await use(4);
    expect(log.slice(-2)).toEqual(["open 4", "close 1"]);
  });

  it("forgets a scan that could not be opened", async () => {
    const { log, open } = counted();
    const pool = new ScanPool(2, open);
    for (let k = 0; k < 2; k++) await expect(pool.use(-1, async () => {})).rejects.toThrow("no such scan");
    expect(log).toEqual(["open -1", "open -1"]);
    expect(pool.size).toBe(0);
  });
});
