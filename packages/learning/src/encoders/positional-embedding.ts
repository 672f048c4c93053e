import { ops, scope, type Tensor } from "@cytonet/torch";

/** Positions along height and width. */
export type Grid = readonly [height: number, width: number];

/**
 * Resizes a learned positional embedding to another grid: bicubic with antialiasing, the class
 * token's part unchanged, as timm's `resample_abs_pos_embed`.
 *
 * @param embedding `[1, 1 + h · w, D]`, the class token first.
 * @returns `[1, 1 + H · W, D]`; the same tensor where the grids agree.
 */
export function resizePositionalEmbedding(embedding: Tensor, from: Grid, to: Grid): Tensor {
  if (from[0] === to[0] && from[1] === to[1]) return embedding;
  return scope(() => {
    const [, tokens = 0, features = 0] = embedding.shape;
    const classPart = embedding.narrow(1, 0, 1);
    const map = embedding
      .narrow(1, 1, tokens - 1)
      .reshape([1, from[0], from[1], features])
      .permute([0, 3, 1, 2]);
    const resized = ops
      .upsampleBicubic2dAntialias(map, to, false)
      .permute([0, 2, 3, 1])
      .reshape([1, to[0] * to[1], features]);
    return ops.cat([classPart, resized], { dim: 1 });
  });
}

/** The square grid that a stored embedding is for, or null when its tokens make no square. */
export function squareGrid(embedding: Tensor): Grid | null {
  const side = Math.round(Math.sqrt((embedding.shape[1] ?? 1) - 1));
  return side * side === (embedding.shape[1] ?? 1) - 1 ? [side, side] : null;
}
