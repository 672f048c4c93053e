/** Parts of the page beyond scores, as plain data. Pictures are data URIs. */

/** A part of the page, or in one line why this study has none. */
export type Part<T> = T | { readonly absent: string };

export function isAbsent<T extends object>(part: Part<T>): part is { readonly absent: string } {
  return "absent" in part;
}

/** A rectangle in shares of a picture's width and height, from its top-left corner. */
export interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One magnification of the opening zoom. */
export interface ZoomPanel {
  readonly title: string;
  readonly detail: string;
  readonly image: string;
  /** Width over height. */
  readonly aspect: number;
  /** What the next panel shows; absent in the last. */
  readonly frame?: Frame | undefined;
  /** Length of the picture's width, mm. */
  readonly widthMm: number;
  /** Pictures that take the page's own ground: a brain without a slide. */
  readonly cutOut?: boolean | undefined;
}

/** A map of features in the plane. */
export interface MapFigure {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  readonly brain: readonly string[];
  readonly area: readonly string[];
  /** Points that could have been drawn. */
  readonly of: number;
  readonly seed: number;
  readonly neighbours: number;
  readonly minDist: number;
  /** Calinski–Harabasz index by brain and by area, in features and on the map. */
  readonly separation: {
    readonly brain: SeparationFigure | undefined;
    readonly area: SeparationFigure | undefined;
  };
}

export interface SeparationFigure {
  readonly features: number;
  readonly map: number;
}

/** Areas by how alike their features are, in the order of a tree. */
export interface SimilarityFigure {
  /** In the tree's order. */
  readonly areas: readonly string[];
  readonly points: readonly number[];
  readonly cosine: readonly (readonly number[])[];
  /** Whether two areas touch. */
  readonly touches: readonly (readonly boolean[])[];
  /** Joins of the tree; leaves are numbered in the drawn order, join k has number areas + k. */
  readonly joins: readonly { readonly left: number; readonly right: number; readonly height: number }[];
  /** Mean cosine of pairs that touch, and of those that do not. */
  readonly touchingMean: number;
  readonly apartMean: number;
  readonly bordersFrom: string;
}

/** Features as colours on a brain, from several sides. */
export interface CortexFigure {
  readonly brain: string;
  /** Its role in the split: seen, transfer or unseen. */
  readonly role: string;
  readonly kind: "surface" | "points";
  readonly points: number;
  readonly explained: readonly number[];
  readonly views: readonly {
    readonly name: string;
    readonly image: string;
    readonly width: number;
    readonly height: number;
  }[];
  /** Scale of all views. */
  readonly pxPerMm: number;
}

/** Errors by hops for every group of sections. */
export interface HopsFigure {
  readonly groups: readonly {
    readonly group: string;
    readonly points: number;
    readonly shares: readonly number[];
    readonly chance: readonly number[];
    readonly meanHops: number;
  }[];
  readonly borders: number;
  readonly bordersFrom: string;
}

/** Where a vision transformer looks. */
export interface AttentionFigure {
  readonly encoder: string;
  readonly training: string;
  /** Distance of attended positions, µm. */
  readonly pitchUm: number;
  readonly block: number;
  readonly heads: number;
  readonly patches: readonly {
    readonly image: string;
    /** Side × side weights of the class token, heads averaged; they sum to 1 less the token's own. */
    readonly weights: readonly number[];
    readonly area: string;
    readonly place: string;
  }[];
}

/** What becomes of predictions when one feature of the tissue is taken away. */
export interface InterventionFigure {
  readonly changes: readonly {
    readonly title: string;
    readonly area: string;
    readonly what: string;
    readonly points: number;
    /** Share of these points that are given the area, and its mean probability. */
    readonly before: { readonly called: number; readonly probability: number };
    readonly after: { readonly called: number; readonly probability: number };
    /** What they are called most often once changed. */
    readonly becomes: readonly { readonly area: string; readonly share: number }[];
    readonly examples: readonly {
      readonly before: string;
      readonly after: string;
      readonly calledBefore: string;
      readonly calledAfter: string;
      readonly place: string;
    }[];
  }[];
  readonly control: string;
  /** Pixels of the examples' pictures, and of what the encoder gets. */
  readonly pictureUm: number;
  readonly patchUm: number;
}

/** Where it goes wrong. */
export interface WeaknessFigure {
  readonly group: string;
  readonly areas: readonly {
    readonly area: string;
    readonly f1: number;
    readonly precision: number;
    readonly recall: number;
    readonly points: number;
    readonly takenFor: string | undefined;
  }[];
  readonly confusions: readonly {
    readonly truth: string;
    readonly predicted: string;
    readonly points: number;
    readonly share: number;
    readonly hops: number | undefined;
  }[];
}
