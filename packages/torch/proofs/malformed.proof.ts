import { expect, test } from "vitest";
import { torchVersion } from "../src/index.js";
import { drive } from "../test/malformed/drive.mjs";

// A value that fits no schema must be refused by its name. A value of the right
// type that is doubtful (another shape or dtype, a huge size) may be accepted by
// libtorch; those calls are counted apart.
test("every malformed call of every operator is an error or accepted by libtorch, and nothing else", async () => {
  const report = await drive(1, (crash) => process.stderr.write(`${crash}\n`));
  const counts = Object.values(report.kinds);
  process.stderr.write(
    `libtorch ${torchVersion()}: ${counts.length} operators, ${Math.min(...counts)} to ${Math.max(...counts)} kinds each, ` +
      `${report.run} calls: ${report.outcomes.argument} refused by the bridge, ${report.outcomes.libtorch} by libtorch, ` +
      `${report.outcomes.accepted} accepted by libtorch, ${report.outcomes.wrong ?? 0} wrong, ` +
      `${report.crashes.length} crashes, ${report.drift} tensors left\n`,
  );
  expect(report.crashes).toEqual([]);
  expect(report.wrong).toEqual([]);
  expect(report.run).toBe(report.total);
  expect(counts.length).toBeGreaterThanOrEqual(300);
  expect(Math.min(...counts)).toBeGreaterThanOrEqual(12);
});
