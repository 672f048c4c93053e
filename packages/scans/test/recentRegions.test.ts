import { expect, it } from "vitest";
import { RecentRegions } from "../src/recentRegions.js";

const region = (xPx: number, yPx: number) => ({ xPx, yPx, widthPx: 100, heightPx: 50 });

it("knows a region that overlaps one of the last few of its level", () => {
  const recent = new RecentRegions();
  expect(recent.overlaps(0, region(0, 0))).toBe(false);
  expect(recent.overlaps(0, region(100, 0))).toBe(false);
  expect(recent.overlaps(0, region(0, 50))).toBe(false);
  expect(recent.overlaps(1, region(0, 0))).toBe(false);
  expect(recent.overlaps(0, region(199, 49))).toBe(true);
  for (let i = 0; i < 8; i++) expect(recent.overlaps(0, region(1000 * (i + 1), 0))).toBe(false);
  expect(recent.overlaps(0, region(0, 0))).toBe(false);
});
