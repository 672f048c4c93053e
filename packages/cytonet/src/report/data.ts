import type {
  AttentionFigure,
  CortexFigure,
  HopsFigure,
  InterventionFigure,
  MapFigure,
  Part,
  SimilarityFigure,
  WeaknessFigure,
  ZoomPanel,
} from "./parts.js";

/** Everything that a report shows, as plain data: what a page is made of, and what `metrics.json` is cut from. */
export interface ReportData {
  readonly title: string;
  readonly subtitle: string;
  readonly facts: readonly Fact[];
  readonly cohort: readonly BrainFacts[];
  readonly areas: readonly string[];
  readonly referenceSpace: string;
  readonly seeds: readonly number[];
  /** Whose features the figures show: the first seed's. */
  readonly figureSeed: number;
  readonly provenance: Readonly<Record<string, string | number>>;
  readonly stages: readonly { readonly stage: string; readonly seconds: number }[];
  readonly zoom: readonly ZoomPanel[];
  readonly loss: readonly LossCurve[];
  readonly methods: readonly MethodScores[];
  readonly map: SectionMap | undefined;
  readonly hops: Part<HopsFigure>;
  readonly cortex: Part<CortexFigure>;
  readonly embedding: Part<MapFigure>;
  readonly similarity: Part<SimilarityFigure>;
  readonly retrieval: Part<Retrieval>;
  readonly attention: Part<AttentionFigure>;
  readonly intervention: Part<InterventionFigure>;
  readonly weaknesses: Part<WeaknessFigure>;
  readonly patches: readonly AreaPatches[];
  readonly notes: readonly string[];
}

export interface Fact {
  readonly name: string;
  readonly value: string;
}

export interface BrainFacts {
  readonly brain: string;
  /** What its sections are used for, such as `seen` or `transfer`. */
  readonly role: string;
  readonly sections: number;
  readonly points: number;
}

export interface LossCurve {
  readonly seed: number;
  readonly points: readonly { readonly step: number; readonly loss: number }[];
}

/** One figure of merit: a value for each seed. */
export type Values = readonly number[];

/** How features did on one group of sections. */
export interface GroupScores {
  readonly group: string;
  readonly points: number;
  readonly macroF1: Values;
  readonly top1: Values;
  readonly top3: Values;
  /** Axis by axis, in the order of the reference space. */
  readonly r2: readonly { readonly axis: string; readonly values: Values }[];
  /** Mean absolute error of coordinates, and that of always answering the training points' mean. */
  readonly errorMm: readonly { readonly axis: string; readonly values: Values; readonly chance: number }[];
}

export interface MethodScores {
  readonly id: "histogram" | "untrained" | "cytonet";
  readonly name: string;
  readonly groups: readonly GroupScores[];
}

/** A section's picture with what was predicted on it. */
export interface SectionMap {
  readonly brain: string;
  readonly section: string;
  readonly group: string;
  /** Data URI. */
  readonly image: string;
  /** Size in which the picture is drawn; points are in the same units. */
  readonly width: number;
  readonly height: number;
  readonly points: readonly {
    readonly x: number;
    readonly y: number;
    readonly truth: string;
    readonly predicted: string;
    /** Borders between both areas; Infinity where no way is known. */
    readonly hops: number;
  }[];
}

export interface PatchPicture {
  /** Data URI. */
  readonly image: string;
  readonly area: string;
  /** `BRAIN section`. */
  readonly place: string;
}

export interface AreaPatches {
  readonly area: string;
  readonly patches: readonly PatchPicture[];
}

/** Patches with their likes elsewhere. */
export interface Retrieval {
  /** Where neighbours were looked for. */
  readonly among: "other brains" | "other sections";
  readonly list: readonly Neighbourhood[];
  /** How often the nearest one is of the query's area, and how often by chance. */
  readonly agreement: { readonly share: number; readonly chance: number; readonly queries: number };
}

/** A patch and those whose features are most like its own. */
export interface Neighbourhood {
  readonly query: PatchPicture;
  readonly found: readonly (PatchPicture & { readonly similarity: number })[];
}
