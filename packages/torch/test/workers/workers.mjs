// Several Node workers on the bridge at once: `node workers.mjs MILLISECONDS`. Prints one JSON line.
import { Worker } from "node:worker_threads";
import { liveTensors, scope, tensor } from "../../dist/index.js";

const milliseconds = Number(process.argv[2]);
const before = liveTensors();
const rss = process.memoryUsage().rss;

function hammer(seed) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("hammer.mjs", import.meta.url), { workerData: { seed, milliseconds } });
    let said;
    worker.on("message", (message) => {
      said = message;
    });
    worker.on("error", reject);
    worker.on("exit", (code) =>
      code === 0 && said ? resolve(said) : reject(new Error(`worker ${seed} ended with ${code}`)),
    );
  });
}

/** A worker that is ended in the middle of its work. */
function cutShort() {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("hammer.mjs", import.meta.url), {
      workerData: { seed: 9, milliseconds: 1e9 },
    });
    worker.on("error", reject);
    worker.on("exit", resolve);
    setTimeout(() => worker.terminate(), Math.min(1500, milliseconds / 2));
  });
}

// The main thread works too, between the workers' messages.
let own = 0;
const timer = setInterval(() => {
  own += scope(() => tensor([1, 2, 3]).sum().item()) === 6 ? 1 : 0;
}, 1);
const workers = await Promise.all([1, 2, 3, 4].map(hammer));
await cutShort();
clearInterval(timer);
const grownMiB = (process.memoryUsage().rss - rss) / 2 ** 20;
process.stdout.write(`${JSON.stringify({ workers, own, drift: liveTensors() - before, grownMiB })}\n`);
