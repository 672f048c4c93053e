import type { GraphDriver } from "../../src/graphs/driver.js";

type Step = "create" | "enter" | "leave" | "begin" | "end" | "replay" | "release";

/** Stands in for a GPU: keeps what it is asked for, and fails where it is told to. */
export class StandInDriver implements GraphDriver {
  readonly said: string[] = [];
  failing: Step | undefined;

  createGraph(device: number): object {
    this.#say("create", ` ${device}`);
    return {};
  }
  enterGraph(): void {
    this.#say("enter");
  }
  leaveGraph(): void {
    this.#say("leave");
  }
  beginCapture(): void {
    this.#say("begin");
  }
  endCapture(): void {
    this.#say("end");
  }
  replayGraph(): void {
    this.#say("replay");
  }
  releaseGraph(): void {
    this.#say("release");
  }

  #say(step: Step, detail = ""): void {
    this.said.push(`${step}${detail}`);
    if (this.failing === step) throw new Error(`${step} fails`);
  }
}
