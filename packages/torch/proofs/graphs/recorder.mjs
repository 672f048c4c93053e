// What graphs.proof.ts watches: `node recorder.mjs LIBRARY` records a body with a stand-in for CUDA and replays it.
import { CudaGraph } from "../../dist/graphs/cudaGraph.js";
import { openDriver } from "../../dist/graphs/driver.js";

const driver = openDriver(process.argv[2]);
try {
  const graph = CudaGraph.captureWith(driver, () => console.log("body"), { device: "cuda:1", warmups: 2 });
  graph.replay();
  graph.dispose();
  const released = driver.createGraph(0);
  driver.releaseGraph(released);
  for (const wrong of [
    () => driver.replayGraph(released),
    () => driver.replayGraph(7),
    () => driver.createGraph("a"),
  ])
    try {
      wrong();
    } catch (error) {
      console.log(error.message);
    }
  // Its memory goes with the process.
  globalThis.forgotten = driver.createGraph(0);
  console.log("leaves");
} catch (error) {
  console.log(`${error.name}: ${error.message}`);
}
