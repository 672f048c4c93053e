// One rank of leaving.proof.ts: `node leaver.mjs LIBRARY`, ranks by environment; leaves its group after AFTER_MS.
import { initProcessGroup } from "../../dist/index.js";
import { native } from "../../dist/native.js";

native.loadNccl(process.argv[2]);
const group = initProcessGroup({ timeoutMs: 60_000 });
const handle = group.handleFor("leaver");
native.connectGroup(handle, group.rank);
try {
  native.connectGroup(handle, 7);
} catch (error) {
  console.error(error.message);
}
group.barrier();
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(process.env.AFTER_MS));
if (process.env.NEVER !== "1") {
  const began = Date.now();
  group.destroy();
  console.log(`left in ${Date.now() - began} ms`);
}
