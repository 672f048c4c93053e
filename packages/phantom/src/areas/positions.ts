import type { Lobe } from "./profile.js";

/** Name, lobe, and one or several anchor positions (x lateral, y anterior, z superior; mm about the anterior commissure). */
export interface AreaPosition {
  readonly name: string;
  readonly lobe: Lobe;
  readonly anchorsMm: readonly (readonly [number, number, number])[];
}

/**
 * The 113 areas of the paper's Table 2 with rough places in an adult brain, good enough that neighbours are neighbours:
 * written down from anatomical descriptions, not measured from an atlas. Long, narrow areas have several anchors.
 */
const TABLE: Record<Lobe, string> = {
  occipital: `
hOc1 9 -96 2, 10 -84 6, 12 -74 10, 16 -100 -4
hOc2 16 -88 -12, 18 -94 18, 14 -72 -2, 14 -80 20
hOc3v 24 -80 -16
hOc4v 32 -76 -18
hOc3d 22 -94 26
hOc4d 24 -86 34
hOc4la 48 -76 2
hOc4lp 38 -90 4
hOc5 52 -68 8
hOc6 8 -80 32`,
  parietal: `
Ip1 58 -22 20
Ip2 46 -26 18
Ip3 44 -12 16
Ip4 62 -10 16
1 20 -40 72, 42 -34 62, 60 -20 44
2 22 -48 72, 44 -42 60, 62 -28 44
3a 16 -30 74, 36 -24 62, 54 -10 42
3b 18 -35 73, 39 -29 62, 57 -15 43
5L 18 -56 70
5M 5 -48 64
5Ci 6 -38 46
7PC 34 -56 64
7A 22 -66 62
hIP3 34 -60 54
PF 62 -36 36
PFcm 54 -36 26
PFm 56 -50 42
PFop 64 -26 28
PFt 60 -30 46
PGa 54 -58 34
PGp 46 -74 32
hIP1 42 -54 50
hIP2 48 -44 52
hIP4 32 -78 32
hIP5 28 -76 42
hIP6 30 -68 52
hIP7 28 -86 28
hIP8 18 -74 52
hPO1 10 -76 44`,
  temporal: `
FG1 32 -66 -18
FG2 46 -66 -18
FG3 30 -48 -20
FG4 46 -48 -24
Te 1.0 52 -16 8
Te 1.1 46 -28 12
Te 1.2 56 -2 0
Te 2.1 62 -18 8
Te 2.2 62 -32 14
Te 3 68 -24 0
STS1 64 -36 -6
STS2 66 -14 -14
TeI 48 4 -16
TI 40 14 -26`,
  insula: `
Ig1 40 -28 4
Ig2 42 -20 6
Id1 42 -14 -8
Ig3 44 -24 0
Id2 44 -6 -4
Id3 44 2 -10
Id4 46 -2 4
Id5 44 6 2
Id6 44 14 6
Ia7 42 18 -4
Ia1 38 18 -14`,
  frontal: `
4a 8 -28 68, 34 -14 68, 54 0 46
4p 10 -34 70, 36 -20 64, 56 -6 42
6d1 28 -8 70
6d2 22 4 66
6d3 34 4 60
6v1 54 6 40
6v2 58 8 28
6r1 58 12 18
6mp 5 -12 66
6ma 5 8 60
11a 20 58 -18
11p 20 38 -20
13 16 22 -20
Fo4 34 40 -16
Fo5 28 54 -14
Fo6 44 42 -12
Fo7 38 58 -8
IFJ1 46 12 38
IFJ2 50 16 32
IFS1 52 24 26
IFS2 54 32 20
IFS3 50 40 12
IFS4 46 46 16
8a 26 24 54
8b 20 36 50
8c 40 18 48
8d 10 30 54
SFS1 26 46 36
SFS2 24 58 26
FMS1 34 60 8
MFG1 42 46 26
44 58 14 14
45 56 28 8
Op5 52 2 10
Op6 52 -4 12
Op7 50 10 6
Op8 48 20 0
Op9 48 30 -6`,
  limbic: `
25a 4 18 -14
25p 4 8 -12
s24a 4 26 -10
s24b 4 32 -6
s32 5 38 -14
p24a 4 36 4
p24b 4 40 10
pv24c 4 36 18
pd24cd 4 22 30
pd24cv 4 28 24
p32 5 46 14`,
};

function parse(lobe: Lobe): AreaPosition[] {
  return TABLE[lobe]
    .trim()
    .split("\n")
    .map((line) => {
      const anchors = line.split(",").map((part) => part.trim().split(" "));
      const name = anchors[0]!.slice(0, -3).join(" ");
      const anchorsMm = anchors.map((words) => {
        const [x, y, z] = words.slice(-3).map(Number);
        return [x!, y!, z!] as const;
      });
      return { name, lobe, anchorsMm };
    });
}

/** All areas of the paper's Table 2 (113), lobe by lobe in the table's order. */
export const ALL_AREAS: readonly AreaPosition[] = (
  ["occipital", "parietal", "temporal", "insula", "frontal", "limbic"] as const
).flatMap(parse);

/**
 * Finds an area by name.
 *
 * @throws RangeError if the paper's Table 2 has no such area
 */
export function areaPosition(name: string): AreaPosition {
  const found = ALL_AREAS.find((area) => area.name === name);
  if (!found) {
    throw new RangeError(
      `there is no area "${name}" in Table 2 of the paper; a preset names one of its 113 areas`,
    );
  }
  return found;
}
