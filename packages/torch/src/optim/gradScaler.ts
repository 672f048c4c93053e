/** Loss scaling for float16, whose gradients would otherwise fall below its smallest number. */
import { noGrad } from "../autograd.js";
import { ArgumentError } from "../errors.js";
import * as ops from "../ops.js";
import { scope } from "../scope.js";
import type { Tensor } from "../tensor.js";

export interface GradScalerOptions {
  /** The scale at first. Default 65536. */
  readonly initialScale?: number;
  /** What the scale is multiplied by after `growthInterval` finite steps in a row. Default 2. */
  readonly growthFactor?: number;
  /** What it is multiplied by after a step that was not finite. Default 0.5. */
  readonly backoffFactor?: number;
  /** Default 2000. */
  readonly growthInterval?: number;
}

/** A scaler's state, under the names that PyTorch gives it. */
export interface GradScalerState {
  readonly scale: number;
  readonly growth_factor: number;
  readonly backoff_factor: number;
  readonly growth_interval: number;
  readonly _growth_tracker: number;
}

/**
 * Dynamic loss scaling (Micikevicius et al. 2018) with the rules of `torch.amp.GradScaler`: the gradient that backward
 * starts from is multiplied by `scale`; `unscale` divides the parameters' gradients by it and says whether they are
 * finite; a step whose gradients are not is left out and halves the scale, and 2,000 finite ones in a row double it.
 * The scale is a float32 number, as there.
 *
 * @example
 * loss.backward(ops.full([], scaler.scale));
 * const finite = scaler.unscale(gradients);
 * if (finite) optimizer.step();
 * scaler.update(finite);
 */
export class GradScaler {
  #scale: number;
  #growthFactor: number;
  #backoffFactor: number;
  #growthInterval: number;
  #finiteSteps = 0;

  /** @throws ArgumentError for a factor on the wrong side of 1, or a scale or interval that is not positive */
  constructor(options: GradScalerOptions = {}) {
    const { initialScale = 65536, growthFactor = 2, backoffFactor = 0.5, growthInterval = 2000 } = options;
    check("initialScale", initialScale > 0 && Number.isFinite(initialScale), "must be finite and above 0");
    check("growthFactor", growthFactor > 1, "must be above 1");
    check("backoffFactor", backoffFactor > 0 && backoffFactor < 1, "must lie between 0 and 1");
    check(
      "growthInterval",
      Number.isInteger(growthInterval) && growthInterval > 0,
      "must be a positive integer",
    );
    this.#scale = Math.fround(initialScale);
    this.#growthFactor = growthFactor;
    this.#backoffFactor = backoffFactor;
    this.#growthInterval = growthInterval;
  }

  /** What the gradient that backward starts from is to be multiplied by. */
  get scale(): number {
    return this.#scale;
  }

  /**
   * Divides gradients by the scale, in place. Waits for the device.
   *
   * @returns whether all of them are finite; where they are not, no step is to follow
   * @throws ArgumentError where there is none
   */
  unscale(gradients: readonly Tensor[]): boolean {
    const [first] = gradients;
    if (first === undefined)
      throw new ArgumentError("GradScaler", "gradients", "is empty: run backward first");
    const inverse = Math.fround(1 / this.#scale);
    return scope(() =>
      noGrad(() => {
        if (first.device === "cpu") {
          ops._foreachMulScalar_(gradients, inverse);
          const each = gradients.map((gradient) => gradient.isfinite().all());
          return ops.stack(each).all().item() !== 0;
        }
        const place = { dtype: "float32", device: first.device } as const;
        const found = ops.zeros([1], place);
        ops._ampForeachNonFiniteCheckAndUnscale_(gradients, found, ops.full([1], inverse, place));
        return found.item() === 0;
      }),
    );
  }

  /** Takes the outcome of a step into the scale of the next. */
  update(finite: boolean): void {
    if (!finite) {
      this.#scale = Math.fround(this.#scale * this.#backoffFactor);
      this.#finiteSteps = 0;
      return;
    }
    this.#finiteSteps += 1;
    if (this.#finiteSteps < this.#growthInterval) return;
    this.#finiteSteps = 0;
    const grown = Math.fround(this.#scale * this.#growthFactor);
    if (Number.isFinite(grown)) this.#scale = grown;
  }

  stateDict(): GradScalerState {
    return {
      scale: this.#scale,
      growth_factor: this.#growthFactor,
      backoff_factor: this.#backoffFactor,
      growth_interval: this.#growthInterval,
      _growth_tracker: this.#finiteSteps,
    };
  }

  loadStateDict(state: GradScalerState): void {
    this.#scale = state.scale;
    this.#growthFactor = state.growth_factor;
    this.#backoffFactor = state.backoff_factor;
    this.#growthInterval = state.growth_interval;
    this.#finiteSteps = state._growth_tracker;
  }
}

function check(option: string, holds: boolean, rule: string): void {
  if (!holds) throw new ArgumentError("GradScaler", option, rule);
}
