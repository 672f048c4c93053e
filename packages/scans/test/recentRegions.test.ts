import { expect, it } from "vitest";
import { RecentRegions } from "../src/recentRegions.js";

const region = (xPx: number, yPx: number, side = 100) => ({ xPx, yPx, widthPx: side, heightPx: side / 2 });

it("keeps all of what overlaps one of the last few regions of its level", () => {
  const recent = new RecentRegions();
  const keeping = (level: number, xPx: number, yPx: number) =>
    recent.keeping(level, region(xPx, yPx), 10, 10);
  expect(keeping(0, 0, 0)).toBe("none");
  expect(keeping(0, 100, 0)).toBe("none");
  expect(keeping(0, 0, 50)).toBe("none");
  expect(keeping(1, 0, 0)).toBe("none");
  expect(keeping(0, 199, 49)).toBe("all");
  for (let i = 0; i < 8; i++) expect(keeping(0, 1000 * (i + 1), 0)).toBe("none");
  expect(keeping(0, 0, 0)).toBe("none");
});

it("keeps the tiles that neighbours share, and those of few", () => {
  const recent = new RecentRegions();
  expect(recent.keeping(0, region(0, 0), 16, 8)).toBe("none");
  // The first ends within tile 6 of its row, in which the second begins.
  expect(recent.keeping(0, region(100, 0), 16, 8)).toBe("parts");
  expect(recent.keeping(0, region(5000, 0), 16, 8)).toBe("none");
  expect(recent.keeping(0, region(5104, 0), 16, 8)).toBe("none");
  expect(recent.keeping(0, region(9000, 0), 25, 50)).toBe("parts");
  expect(recent.keeping(0, region(20_000, 0), 25, 50, true)).toBe("none");
  expect(recent.keeping(0, region(20_001, 0), 25, 50, true)).toBe("all");
});
