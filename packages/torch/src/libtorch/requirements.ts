/**
 * Which NVIDIA packages a torch wheel needs. The wheel names them in its own metadata: some directly, the others as
 * extras of `cuda-toolkit`, a package without files whose metadata pins one NVIDIA package or more per extra.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One line of a wheel's Requires-Dist. */
export interface Requirement {
  readonly name: string;
  readonly extras: readonly string[];
  /** Version part as pip takes it, such as "==13.0.96.*"; may be empty. */
  readonly version: string;
  /** The extra under which the requirement holds, where it is optional. */
  readonly extra?: string;
}

/**
 * Reads the Requires-Dist lines of a distribution installed in `folder`.
 *
 * @throws Error when the distribution is not there.
 */
export function readRequirements(folder: string, distribution: string): Requirement[] {
  const prefix = `${distribution.replaceAll("-", "_")}-`;
  const info = readdirSync(folder).find((name) => name.startsWith(prefix) && name.endsWith(".dist-info"));
  if (info === undefined) throw new Error(`${distribution} is not installed in ${folder}.`);
  return parseRequirements(readFileSync(join(folder, info, "METADATA"), "utf8"));
}

/** Parses the Requires-Dist lines of a METADATA file; requirements of other operating systems are left out. */
export function parseRequirements(metadata: string): Requirement[] {
  const requirements: Requirement[] = [];
  for (const line of metadata.split("\n")) {
    const match = /^Requires-Dist: ([A-Za-z0-9._-]+)(?:\[([^\]]*)\])?\s*([^;]*)(?:;(.*))?$/.exec(line.trim());
    if (!match) continue;
    const marker = match[4] ?? "";
    const isElsewhere = /sys_platform|platform_system/.test(marker) && !/linux/i.test(marker);
    if (isElsewhere) continue;
    const extra = /extra == ['"]([^'"]+)['"]/.exec(marker)?.[1];
    requirements.push({
      name: match[1]!,
      extras: (match[2] ?? "").split(",").filter((name) => name !== ""),
      version: match[3]!.trim(),
      ...(extra === undefined ? {} : { extra }),
    });
  }
  return requirements;
}

/** NVIDIA packages of a torch wheel, by the short name under which a library asks for them. */
export type CudaPackages = ReadonlyMap<string, readonly string[]>;

/**
 * Maps short names ("cudart", "cudnn") to what pip should install ("nvidia-cuda-runtime==13.0.96.*").
 *
 * @param torch requirements of torch.
 * @param toolkit requirements of cuda-toolkit; empty where torch does not name it.
 */
export function cudaPackages(torch: readonly Requirement[], toolkit: readonly Requirement[]): CudaPackages {
  const packages = new Map<string, string[]>();
  for (const { name, version, extra } of torch) {
    const short = /^nvidia-(.+?)(?:-cu\d+)?$/.exec(name)?.[1];
    if (short !== undefined && extra === undefined) packages.set(short, [`${name}${version}`]);
  }
  const wanted = torch.find(({ name }) => name === "cuda-toolkit")?.extras ?? [];
  for (const { name, version, extra } of toolkit) {
    if (extra === undefined || !wanted.includes(extra)) continue;
    packages.set(extra, [...(packages.get(extra) ?? []), `${name}${version}`]);
  }
  return packages;
}

/**
 * What pip should install beside them so that NCCL can be compiled for: headers alone, 3 MB.
 *
 * @param toolkit requirements of cuda-toolkit.
 */
export function headerPackages(toolkit: readonly Requirement[]): string[] {
  const wanted = toolkit.filter(({ extra }) => extra === "crt" || extra === "cccl");
  return wanted.map(({ name, version }) => `${name}${version}`);
}

/**
 * What pip should install so that these libraries exist. A library belongs to the longest short name that its own
 * begins with: libcusparseLt.so.0 to cusparselt rather than to cusparse, libcublasLt.so.13 to cublas.
 *
 * @throws Error when no package provides one of the libraries.
 */
export function packagesOfLibraries(sonames: readonly string[], packages: CudaPackages): string[] {
  const chosen = new Set<string>();
  for (const soname of sonames) {
    const stem = /^lib(.+?)\.so/.exec(soname)?.[1]?.toLowerCase() ?? soname;
    const owner = [...packages.keys()]
      .filter((short) => stem.startsWith(short.toLowerCase()))
      .sort((left, right) => right.length - left.length)[0];
    if (owner === undefined) throw new Error(`No package that torch names provides ${soname}.`);
    for (const spec of packages.get(owner)!) chosen.add(spec);
  }
  return [...chosen].sort();
}
