import { LAYER_MIX } from "./families.js";
import type { Stratum } from "./profile.js";

/** Scales all strata so that a layer takes the share given, the others keeping their proportions. */
function withLayerShare(strata: readonly Stratum[], layer: number, share: number): Stratum[] {
  const own = strata.filter((s) => s.layer === layer).reduce((sum, s) => sum + s.share, 0);
  return strata.map((s) => ({
    ...s,
    share: s.share * (s.layer === layer ? share / own : (1 - share) / (1 - own)),
  }));
}

/**
 * Primary visual cortex: layer IV takes a fifth of the cortex and has three parts, a dense IVA, the pale, cell-poor IVB
 * in which the stripe of Gennari runs, and a very dense IVC; a few solitary giant cells of Meynert in deep V.
 */
function hOc1(drawn: readonly Stratum[]): Stratum[] {
  const strata = withLayerShare(drawn, 4, 0.225);
  return strata.flatMap((s): Stratum[] => {
    if (s.layer === 4) {
      const part = (name: string, share: number, densityPerMm2: number, cellAreaUm2: number): Stratum => ({
        ...s,
        name,
        share: s.share * share,
        densityPerMm2,
        cellAreaUm2,
        columnarity: name === "IVB" ? 0.1 : s.columnarity,
        mix: name === "IVB" ? { granular: 0.4, pyramidal: 0.3, fusiform: 0, glial: 0.3 } : LAYER_MIX[3]!,
      });
      return [part("IVA", 0.17, 2800, 41), part("IVB", 0.33, 1350, 50), part("IVC", 0.5, 3500, 36)];
    }
    if (s.name === "Vb") {
      return [{ ...s, densityPerMm2: s.densityPerMm2 * 0.8, giantShare: 0.006, giantAreaUm2: 700 }];
    }
    return [s];
  });
}

/** Primary motor cortex: no visible layer IV; giant pyramids of Betz in deep V, larger and more in 4a than in 4p. */
function motor(drawn: readonly Stratum[], giantShare: number, giantAreaUm2: number): Stratum[] {
  const below = drawn.find((s) => s.name === "IIIc")!;
  return drawn.map((s) => {
    if (s.layer === 4) {
      return { ...s, densityPerMm2: below.densityPerMm2, cellAreaUm2: below.cellAreaUm2, mix: below.mix };
    }
    if (s.name === "Vb") return { ...s, giantShare, giantAreaUm2 };
    return s.name === "Va" ? { ...s, giantShare: giantShare * 0.15, giantAreaUm2 } : s;
  });
}

/** Primary somatosensory cortex: a broad, dense layer IV of small granule cells; small pyramids; a thin, pale V. */
function area3b(drawn: readonly Stratum[]): Stratum[] {
  return withLayerShare(drawn, 4, 0.146).map((s) => {
    if (s.layer === 4) return { ...s, densityPerMm2: 3050, cellAreaUm2: 38, mix: LAYER_MIX[3]! };
    return s.layer === 5 ? { ...s, densityPerMm2: s.densityPerMm2 * 0.92 } : s;
  });
}

/** Primary auditory cortex: dense, small-celled outer layers with very clear columns. */
function te10(drawn: readonly Stratum[]): Stratum[] {
  return drawn.map((s) => (s.layer >= 2 ? { ...s, columnarity: 0.9 } : s));
}

/** Broca's region: 44 has large pyramids in deep III and hardly a layer IV; 45 a clear one. */
function broca(drawn: readonly Stratum[], size: number): Stratum[] {
  return drawn.map((s) => (s.name === "IIIc" ? { ...s, cellAreaUm2: s.cellAreaUm2 * size } : s));
}

/** Gives an area's strata the marks by which anatomists know it; other areas are returned as they were drawn. */
export function applyLandmarks(name: string, strata: readonly Stratum[]): readonly Stratum[] {
  switch (name) {
    case "hOc1":
      return hOc1(strata);
    case "4a":
      return motor(strata, 0.018, 1500);
    case "4p":
      return motor(strata, 0.008, 1000);
    case "3b":
      return area3b(strata);
    case "Te 1.0":
      return te10(strata);
    case "44":
      return broca(strata, 1.25);
    case "45":
      return broca(strata, 1.1);
    default:
      return strata;
  }
}
