/** Where a range of bytes lies: from the beginning, or so many at the end. */
export type ByteRange =
  | { readonly offset: number; readonly length: number }
  | { readonly suffixLength: number };

/** The files of a zarr, by their names below its root. */
export interface ZarrStore {
  /** The root as the user named it. */
  readonly root: string;
  /** Whether reading again costs much more than decoding again. */
  readonly isFar: boolean;
  /** Where a file is, for messages. */
  locate(name: string): string;
  /**
   * A file's bytes, or undefined where there is none.
   *
   * @param mostBytes a larger file is refused
   * @throws ScanError `missing` where it cannot be reached, `corrupt` where it is too large
   */
  get(name: string, mostBytes: number): Promise<Uint8Array | undefined>;
  /**
   * Read files one behind another into `memory`, where the store can do that at one go. `lengths` receives the bytes of
   * each, or -1 for one that was not read, for whatever reason; `get` says which.
   */
  readonly readFiles?:
    | ((
        names: readonly string[],
        mostBytes: number,
        memory: Uint8Array,
        lengths: Float64Array,
      ) => Promise<void>)
    | undefined;
  /** Exactly these bytes of a file, or undefined where there is no file. @throws ScanError `corrupt` where it is shorter */
  getRange(name: string, range: ByteRange): Promise<Uint8Array | undefined>;
  close(): Promise<void>;
}
