// Preloaded by `node --import`: ends this process by SIGKILL just before it changes `derived` for the KILL_AT-th time, as
// a scheduler or a full memory would. The number of changes goes to the file COUNT_INTO when the process ends by itself.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const killAt = Number(process.env.KILL_AT ?? 0);
let changes = 0;

function watched(original) {
  return (...values) => {
    if (values.some((value) => typeof value === "string" && value.includes("/derived"))) {
      changes += 1;
      if (changes === killAt) process.kill(process.pid, "SIGKILL");
    }
    return original(...values);
  };
}

for (const name of ["mkdir", "rename", "rm", "open", "writeFile", "appendFile", "copyFile"]) {
  fs.promises[name] = watched(fs.promises[name]);
}
for (const name of ["mkdirSync", "renameSync", "rmSync", "openSync", "writeFileSync", "writeSync"]) {
  fs[name] = watched(fs[name]);
}
syncBuiltinESMExports();
if (process.env.COUNT_INTO !== undefined) {
  process.on("exit", () => fs.writeFileSync(process.env.COUNT_INTO, String(changes)));
}
