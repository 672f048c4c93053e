import { readSectionFeatures, type SectionFeatures } from "./sectionFeatures.js";

/** Features of the sections that were used last, read once: neighbours share most of theirs. */
export class FeatureCache {
  readonly #features = new Map<string, SectionFeatures>();
  readonly #most: number;
  readonly #device: string;

  constructor(most: number, device: string) {
    this.#most = most;
    this.#device = device;
  }

  /** The features in a file. They stay valid while at most `most` others are asked for. @throws SafetensorsError */
  get(path: string): SectionFeatures {
    const known = this.#features.get(path);
    this.#features.delete(path);
    const features = known ?? readSectionFeatures(path, this.#device);
    this.#features.set(path, features);
    for (const oldest of this.#features.keys()) {
      if (this.#features.size <= this.#most) break;
      this.#release(oldest);
    }
    return features;
  }

  dispose(): void {
    for (const path of [...this.#features.keys()]) this.#release(path);
  }

  #release(path: string): void {
    const features = this.#features.get(path)!;
    features.descriptors.dispose();
    features.positive.dispose();
    this.#features.delete(path);
  }
}
