/** What a kernel returns instead of a size. */
export namespace failure {
  /** The input ends before the output is complete. */
  export const cut: i32 = -1;
  /** The input is not of its format. */
  export const form: i32 = -2;
}
