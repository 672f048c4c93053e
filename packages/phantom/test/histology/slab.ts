import { type AreaProfile, GRADIENTS, type Stratum } from "../../src/areas/profile.js";
import {
  type Intervention,
  type SectionModel,
  sectionModel,
  type Variant,
} from "../../src/histology/sectionModel.js";
import { type Confounds, drawStain } from "../../src/histology/stain.js";
import { nodeStepUm, type SlideTissue } from "../../src/histology/tissue.js";

/** Width and height of the slab's slide, and where its cortex lies: areas stand side by side, the pia above. */
export const slab = { areaUm: 1000, heightUm: 3600, pialUm: 300, thicknessUm: 2600 };

/** A flat cortex of areas side by side. */
export function slabTissue(areas: number, inPlane = 1): SlideTissue {
  return {
    widthUm: areas * slab.areaUm,
    heightUm: slab.heightUm,
    sample(grid) {
      for (let r = 0, node = 0; r < grid.rows; r++) {
        const y = (grid.firstRow + r) * nodeStepUm;
        for (let c = 0; c < grid.columns; c++, node++) {
          const x = (grid.firstColumn + c) * nodeStepUm;
          const area = Math.min(areas - 1, Math.max(0, Math.floor(x / slab.areaUm)));
          grid.insideUm[node] = y - slab.pialUm;
          grid.depth[node] = (y - slab.pialUm) / slab.thicknessUm;
          grid.profile[node] = area;
          grid.otherProfile[node] = area;
          grid.otherShare[node] = 0;
          grid.columnX[node] = 0;
          grid.columnY[node] = -inPlane;
          grid.gradients.fill(0, node * GRADIENTS, (node + 1) * GRADIENTS);
        }
      }
    },
  };
}

type Row = readonly [1 | 2 | 3 | 4 | 5 | 6, string, number, number, number, Partial<Stratum>?];

export function profileOf(area: number, rows: readonly Row[]): AreaProfile {
  const strata = rows.map(([layer, name, share, densityPerMm2, cellAreaUm2, more]): Stratum => {
    const granular = layer === 2 || layer === 4 ? 0.6 : 0.12;
    const pyramidal = layer === 3 || layer === 5 ? 0.6 : layer === 1 ? 0 : 0.15;
    const fusiform = layer === 6 ? 0.4 : 0.05;
    return {
      layer,
      name,
      share,
      densityPerMm2,
      cellAreaUm2,
      cellAreaLogSd: 0.5,
      mix: { granular, pyramidal, fusiform, glial: 1 - granular - pyramidal - fusiform },
      columnarity: layer === 1 ? 0 : 0.5,
      giantShare: 0,
      giantAreaUm2: 1500,
      densityGradient: [0, 0, 0],
      sizeGradient: [0, 0, 0],
      ...more,
    };
  });
  return { area, part: 0, strata, thicknessFactor: 1 };
}

/** A striate, an agranular motor, and a granular association cortex. */
export const slabProfiles: readonly AreaProfile[] = [
  profileOf(0, [
    [1, "I", 0.1, 350, 34],
    [2, "II", 0.1, 1700, 45],
    [3, "III", 0.24, 1400, 50],
    [4, "IVA", 0.06, 1900, 42],
    [4, "IVB", 0.11, 800, 52],
    [4, "IVC", 0.13, 2500, 38],
    [5, "V", 0.1, 900, 60],
    [6, "VI", 0.16, 1500, 50],
  ]),
  profileOf(1, [
    [1, "I", 0.08, 300, 34],
    [2, "II", 0.06, 950, 48],
    [3, "III", 0.34, 850, 90],
    [5, "V", 0.24, 700, 110, { giantShare: 0.025 }],
    [6, "VI", 0.28, 850, 70],
  ]),
  profileOf(2, [
    [1, "I", 0.1, 330, 34],
    [2, "II", 0.1, 1500, 45],
    [3, "III", 0.32, 1050, 75],
    [4, "IV", 0.1, 1800, 42],
    [5, "V", 0.18, 900, 80],
    [6, "VI", 0.2, 1050, 60],
  ]),
];

export function slabModel(
  options: {
    readonly confounds?: Confounds;
    readonly variant?: Variant;
    readonly interventions?: readonly Intervention[];
    readonly inPlane?: number;
    readonly seed?: number;
  } = {},
): SectionModel {
  const tissue = slabTissue(slabProfiles.length, options.inPlane);
  const { confounds = "mild", variant = {}, interventions = [], seed = 7 } = options;
  const brain = { stainStrength: 1, neuropil: 1 };
  const stain = drawStain(confounds, brain, tissue.widthUm, tissue.heightUm, seed, 1, 2);
  return sectionModel(tissue, stain, slabProfiles, variant, interventions);
}
