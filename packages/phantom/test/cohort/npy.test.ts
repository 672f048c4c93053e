import { describe, expect, it } from "vitest";
import { formatNpy } from "../../src/cohort/npy.js";

describe("formatNpy", () => {
  it("writes the header that NumPy's format 1.0 asks for and the values after it", () => {
    const bytes = Buffer.from(formatNpy(Uint16Array.from([1, 2, 3, 4, 5, 600]), [2, 3]));
    expect(bytes.subarray(0, 8)).toEqual(Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]));
    const length = bytes.readUInt16LE(8);
    expect((10 + length) % 64).toBe(0);
    const header = bytes.subarray(10, 10 + length).toString("latin1");
    expect(header.trimEnd()).toBe("{'descr': '<u2', 'fortran_order': False, 'shape': (2, 3), }");
    expect(header.endsWith("\n")).toBe(true);
    expect(bytes.length).toBe(10 + length + 12);
    expect(bytes.readUInt16LE(10 + length + 10)).toBe(600);
  });

  it("writes the shape of a single axis as a tuple", () => {
    expect(Buffer.from(formatNpy(new Float32Array(3), [3])).toString("latin1")).toContain("'<f4'");
    expect(Buffer.from(formatNpy(new Uint8Array(3), [3])).toString("latin1")).toContain("(3,)");
  });
});
