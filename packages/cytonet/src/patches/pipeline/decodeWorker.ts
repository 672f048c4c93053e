/** Entry of a decoder thread. Loads no libtorch. */
import { parentPort, workerData } from "node:worker_threads";
import { DecoderLoop } from "./decoderLoop.js";
import type { ToDecoder } from "./messages.js";

const port = parentPort!;
const { serial, seat } = workerData as { serial: number; seat: { number: number; count: number } };
const loop = new DecoderLoop(serial, seat, (message) => port.postMessage(message));
port.on("message", (message: ToDecoder) => void loop.receive(message));
port.postMessage({ type: "ready" });
await loop.run();
port.close();
