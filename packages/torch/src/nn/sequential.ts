import type { Tensor } from "../tensor.js";
import { Layer } from "./module.js";

/**
 * Passes a tensor through layers and lets go of every result in between as soon as the next
 * exists. Autograd keeps those that it needs; without it only two are alive at a time.
 */
export function chain(x: Tensor, ...layers: readonly Layer[]): Tensor {
  let current = x;
  for (const layer of layers) {
    const next = layer.forward(current);
    if (current !== x && current !== next) current.dispose();
    current = next;
  }
  return current;
}

/** Layers one after the other; their paths are their numbers, as in `torch.nn.Sequential`. */
export class Sequential<Layers extends readonly Layer[]> extends Layer {
  static override readonly paths = { layers: "" };
  readonly layers: Layers;

  constructor(...layers: Layers) {
    super();
    this.layers = layers;
  }

  override forward(x: Tensor): Tensor {
    return chain(x, ...this.layers);
  }
}
