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
  /** Exactly these bytes of a file, or undefined where there is no file. @throws ScanError `corrupt` where it is shorter */
  getRange(name: string, range: ByteRange): Promise<Uint8Array | undefined>;
  close(): Promise<void>;
}
