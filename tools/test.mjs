// Runs vitest with the configuration named, so that its last line states the counts.
//
//   node tools/test.mjs vitest.config.ts [FILTER ...]
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { SUMMARY } from "./closing-line-reporter.mjs";

const [config, ...filters] = process.argv.slice(2);
rmSync(SUMMARY, { force: true });
const reporters = ["--reporter=default", "--reporter=./tools/closing-line-reporter.mjs"];
const args = ["vitest", "run", "--config", config, ...reporters, ...filters];
const { status } = spawnSync("npx", args, { stdio: "inherit" });
process.exitCode = status ?? 1;
