import { noGrad, ops, scope, type Tensor } from "@cytonet/torch";
import { ImagingError } from "../filters/errors.js";
import { curvatureStep } from "./curvature.js";

export interface ChanVeseOptions {
  readonly iterations: number;
  /** Where the contour starts: 1 inside, 0 outside, of the image's shape. */
  readonly init: Tensor;
  /** Applications of the curvature operator in each iteration. Default 1. */
  readonly smoothing?: number;
  /** Weights of the deviations inside and outside of the contour. Default 1 and 1. */
  readonly lambda1?: number;
  readonly lambda2?: number;
  /** Pixels that take part, 1 or 0; default all. */
  readonly within?: Tensor;
  /** What lies beyond `within`: counted as inside of the contour, or outside of it. Default outside. */
  readonly beyond?: "inside" | "outside";
}

/** Iterations between two looks at whether the contour still moves; even, since the curvature operator alternates. */
const checkEvery = 10;

/**
 * Morphological active contours without edges: Chan and Vese's two regions of constant grey, moved by morphological
 * operators (Márquez-Neila, Baumela and Álvarez 2014, doi:10.1109/TPAMI.2013.106), with the conventions of
 * `skimage.segmentation.morphological_chan_vese` called first in its process.
 *
 * Both means are taken within `within` and only pixels there change. A contour that no longer moves ends the
 * iterations early, with the result that all of them would give.
 *
 * @param image H × W, float32
 * @returns H × W uint8, 1 inside
 * @throws ImagingError for shapes that differ or a negative number of iterations
 */
export function morphologicalChanVese(image: Tensor, options: ChanVeseOptions): Tensor {
  const { iterations, init, smoothing = 1, lambda1 = 1, lambda2 = 1, within } = options;
  for (const [name, other] of [
    ["init", init],
    ["within", within],
  ] as const) {
    if (other !== undefined && other.shape.join() !== image.shape.join()) {
      throw new ImagingError(name, `is ${other.shape.join(" × ")}, the image ${image.shape.join(" × ")}`);
    }
  }
  if (image.dim !== 2) throw new ImagingError("image", `must be H × W, got ${image.shape.join(" × ")}`);
  if (!(Number.isInteger(iterations) && iterations >= 0)) {
    throw new ImagingError("iterations", `must be a whole number, got ${iterations}`);
  }
  return noGrad(() =>
    scope(() => {
      const inside = within?.neScalar(0).to({ dtype: "uint8" });
      const outside = inside?.bitwiseXor(ops.onesLike(inside));
      const beyond = options.beyond === "inside" ? outside : undefined;
      const clamped = (u: Tensor): Tensor => {
        const kept = inside === undefined ? u : u.bitwiseAnd(inside);
        return beyond === undefined ? kept : kept.bitwiseOr(beyond);
      };
      const region = inside === undefined ? image : image.mul(inside);
      const whole = region.sum({ dtype: "float64" });
      const pixels = inside === undefined ? image.numel : inside.sum({ dtype: "int64" }).item();
      let contour = clamped(init.gtScalar(0).to({ dtype: "uint8" }));
      let turn = 0;
      // Two iterations back at the same parity: equal contours mean that all to come repeat.
      let earlier: Tensor | undefined;
      for (let i = 0; i < iterations; i++) {
        const look = (iterations - i) % checkEvery;
        if (look === 2) earlier = contour;
        const next = scope(() => {
          let u = attach(image, region, whole, pixels, contour, beyond, lambda1, lambda2);
          if (inside !== undefined) u = clamped(u);
          for (let s = 0; s < smoothing; s++) u = clamped(curvatureStep(u, (turn + s) % 2 === 0));
          return u;
        });
        turn += smoothing;
        if (contour !== earlier) contour.dispose();
        contour = next;
        if (look === 1 && earlier !== undefined) {
          const settled = earlier.equal(contour);
          earlier.dispose();
          earlier = undefined;
          if (settled) break;
        }
      }
      return contour;
    }),
  );
}

/** Moves the contour where it lies, to the side whose mean the pixel is nearer. */
function attach(
  image: Tensor,
  region: Tensor,
  whole: Tensor,
  pixels: number,
  contour: Tensor,
  beyond: Tensor | undefined,
  lambda1: number,
  lambda2: number,
): Tensor {
  const own = beyond === undefined ? contour : contour.bitwiseXor(beyond);
  const count = own.sum({ dtype: "float64" });
  const sum = region.mul(own).sum({ dtype: "float64" });
  const c1 = sum.div(count.addScalar(1e-8));
  const c0 = whole.sub(sum).div(count.rsubScalar(pixels).addScalar(1e-8));
  // λ₁(I − c₁)² − λ₂(I − c₀)²; of equal weights only the line between the two means matters.
  const force =
    lambda1 === lambda2
      ? image
          .sub(c1.add(c0).mulScalar(0.5).to({ dtype: image.dtype }))
          .mul_(c0.sub(c1).to({ dtype: image.dtype }))
      : image
          .sub(c1.to({ dtype: image.dtype }))
          .square_()
          .mulScalar_(lambda1)
          .sub_(image.sub(c0.to({ dtype: image.dtype })).square_(), { alpha: lambda2 });
  const edge = changes(contour, 0).bitwiseOr(changes(contour, 1));
  const enters = force.ltScalar(0).bitwiseAnd(edge).to({ dtype: "uint8" });
  const stays = force.gtScalar(0).bitwiseAnd(edge).logicalNot().to({ dtype: "uint8" });
  return contour.bitwiseAnd(stays).bitwiseOr(enters);
}

/** Where the central difference along an axis, one-sided at the ends, is not 0. */
function changes(u: Tensor, axis: number): Tensor {
  const length = u.shape[axis]!;
  const padded = ops.cat([u.narrow(axis, 0, 1), u, u.narrow(axis, length - 1, 1)], { dim: axis });
  return padded.narrow(axis, 0, length).ne(padded.narrow(axis, 2, length));
}
