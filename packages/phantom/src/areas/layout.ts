/** Where the areas lie: sites on the hull of a right hemisphere, in template mm; each point of cortex belongs to the nearest. */
export interface AreaLayout {
  /** x, y, z of every site. */
  readonly sites: Float64Array;
  /** Index of the profile of every site. */
  readonly profile: Uint16Array;
}
