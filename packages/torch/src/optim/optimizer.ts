/** What all optimisers share: groups, state by parameter path, exact save and restore. */
import { noGrad } from "../autograd.js";
import { ArgumentError, TorchError } from "../errors.js";
import * as ops from "../ops.js";
import { keep, scope } from "../scope.js";
import type { Tensor } from "../tensor.js";
import type { GroupOptions, ParameterGroup } from "./groups.js";

/** The settings that every optimiser has. */
export interface CommonSettings {
  learningRate: number;
}

/** Everything that a step depends on beside parameters and gradients. */
export interface OptimizerState {
  /** The optimiser's own tensors, by `kind.path`, such as `momentum_buffer.layer1.0.conv1.weight`. */
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** What is not a tensor; plain JSON. */
  readonly settings: OptimizerSettings;
}

export interface OptimizerSettings {
  readonly algorithm: string;
  /** Settings of each group with the paths of its parameters. */
  readonly groups: readonly {
    readonly settings: Readonly<Record<string, unknown>>;
    readonly parameters: readonly string[];
  }[];
  /** Steps taken, by parameter path; parameters without a gradient so far are absent. */
  readonly steps: Readonly<Record<string, number>>;
}

/** A saved state belongs to another optimiser or to other parameters. */
export class OptimizerStateError extends TorchError {
  override readonly name = "OptimizerStateError";
}

/** One parameter in a step. */
export interface Update {
  readonly path: string;
  readonly parameter: Tensor;
  readonly gradient: Tensor;
  /** Steps including this one. */
  readonly step: number;
}

export abstract class Optimizer<Settings extends CommonSettings> {
  /** Settings may be changed between steps, as learning-rate schedules do. */
  readonly groups: readonly ParameterGroup<Settings>[];
  protected abstract readonly algorithm: string;
  readonly #state = new Map<string, Tensor>();
  readonly #steps = new Map<string, number>();

  /**
   * @param parameters one set of parameters by path, or groups that override settings.
   * @throws ArgumentError when there is no parameter, or one stands in two groups.
   */
  constructor(
    parameters: ReadonlyMap<string, Tensor> | readonly GroupOptions<Settings>[],
    settings: Settings,
  ) {
    const groups =
      parameters instanceof Map ? [{ parameters }] : (parameters as readonly GroupOptions<Settings>[]);
    this.groups = groups.map((group) => ({ ...settings, ...group }));
    const paths = this.groups.flatMap((group) => [...group.parameters.keys()]);
    const repeated = paths.find((path, index) => paths.indexOf(path) !== index);
    if (paths.length === 0) throw new ArgumentError("optimizer", "parameters", "must not be empty");
    if (repeated !== undefined)
      throw new ArgumentError("optimizer", "parameters", `has "${repeated}" in more than one group`);
  }

  /** Sets the learning rate of every group. */
  setLearningRate(learningRate: number): void {
    for (const group of this.groups) group.learningRate = learningRate;
  }

  /** Drops all gradients, so that the next backward pass writes new ones. */
  zeroGrad(): void {
    for (const { parameters } of this.groups)
      for (const parameter of parameters.values()) parameter.setGrad(null);
  }

  /** Changes every parameter that has a gradient by one update. */
  step(): void {
    noGrad(() => {
      for (const group of this.groups) scope(() => this.#stepGroup(group));
    });
  }

  /** The state as it is now: the tensors themselves, not copies. */
  stateDict(): OptimizerState {
    return {
      tensors: new Map(this.#state),
      settings: {
        algorithm: this.algorithm,
        groups: this.groups.map(({ parameters, ...settings }) => ({
          settings,
          parameters: [...parameters.keys()],
        })),
        steps: Object.fromEntries(this.#steps),
      },
    };
  }

  /**
   * Takes over a saved state; the next step is then the one that would have followed.
   *
   * @throws OptimizerStateError when algorithm, groups, names or shapes differ; nothing has changed then.
   */
  loadStateDict({ tensors, settings }: OptimizerState): void {
    this.#checkSettings(settings);
    const parameters = new Map(this.groups.flatMap((group) => [...group.parameters]));
    for (const [name, tensor] of tensors) {
      const parameter = parameters.get(name.slice(name.indexOf(".") + 1));
      if (!parameter)
        throw new OptimizerStateError(`The optimiser's state names ${name}, which is no parameter here.`);
      if (String(tensor.shape) !== String(parameter.shape))
        throw new OptimizerStateError(
          `${name} has shape [${tensor.shape}], its parameter [${parameter.shape}].`,
        );
    }
    for (const [index, saved] of settings.groups.entries())
      Object.assign(this.groups[index]!, saved.settings);
    this.dispose();
    for (const [path, step] of Object.entries(settings.steps)) this.#steps.set(path, step);
    for (const [name, tensor] of tensors) {
      const parameter = parameters.get(name.slice(name.indexOf(".") + 1))!;
      noGrad(() =>
        this.state(name.slice(0, name.indexOf(".")), name.slice(name.indexOf(".") + 1), parameter).copy_(
          tensor,
        ),
      );
    }
  }

  /** Releases the optimiser's own tensors; the parameters stay. */
  dispose(): void {
    for (const tensor of this.#state.values()) tensor.dispose();
    this.#state.clear();
    this.#steps.clear();
  }

  /** Applies the rule to parameters of one group that have gradients. */
  protected abstract update(updates: readonly Update[], settings: Settings): void;

  /** The state tensor of a kind for a parameter, zeros and laid out like the parameter at first. */
  protected state(kind: string, path: string, parameter: Tensor): Tensor {
    const name = `${kind}.${path}`;
    let tensor = this.#state.get(name);
    if (!tensor) {
      tensor = keep(ops.zerosLike(parameter));
      this.#state.set(name, tensor);
    }
    return tensor;
  }

  #stepGroup(group: ParameterGroup<Settings>): void {
    const updates: Update[] = [];
    for (const [path, parameter] of group.parameters) {
      const gradient = parameter.grad;
      if (gradient === null) continue;
      const step = (this.#steps.get(path) ?? 0) + 1;
      this.#steps.set(path, step);
      updates.push({ path, parameter, gradient, step });
    }
    if (updates.length > 0) this.update(updates, group);
  }

  #checkSettings(saved: OptimizerSettings): void {
    if (saved.algorithm !== this.algorithm)
      throw new OptimizerStateError(
        `The state is of ${saved.algorithm}, this optimiser is ${this.algorithm}.`,
      );
    if (saved.groups.length !== this.groups.length)
      throw new OptimizerStateError(
        `The state has ${saved.groups.length} groups, this optimiser ${this.groups.length}.`,
      );
    for (const [index, { parameters }] of saved.groups.entries()) {
      const here = [...this.groups[index]!.parameters.keys()];
      const differing = [
        ...here.filter((path) => !parameters.includes(path)),
        ...parameters.filter((path) => !here.includes(path)),
      ];
      if (differing.length > 0)
        throw new OptimizerStateError(
          `Group ${index} has other parameters than the saved one: ${differing.slice(0, 8).join(", ")}.`,
        );
    }
  }
}
