/** The thread behind `WorkerPool`: answers one request after the other. */
import { parentPort } from "node:worker_threads";
import { answer, type WorkerRequest } from "./requests.js";

parentPort?.on("message", async (request: WorkerRequest) => parentPort!.postMessage(await answer(request)));
