import type { AreaInfo } from "./areas/profile.js";
import { makeProfiles } from "./areas/profiles.js";
import type { Brain, Template } from "./brain.js";
import { locate, makeHull } from "./geometry/hull.js";
import type { GeometryPreset } from "./geometry/preset.js";
import { makeWarp, toTemplate } from "./geometry/warp.js";
import { deriveKey, hashNormal, hashUniform } from "./random/hash.js";
import { smoothField } from "./random/smoothField.js";

export function createTemplate(preset: GeometryPreset, seed: number): Template {
  const areas = preset.areas.map((name, index): AreaInfo => ({ index, name, lobe: "frontal" }));
  const profiles = makeProfiles(areas, preset.splitArea, deriveKey(seed, "profiles"));
  const hull = makeHull(preset.scale);
  const sites = new Float64Array(3 * profiles.length);
  for (let i = 0; i < profiles.length; i++) {
    const u = (p: number) => (hashUniform(seed, i, p) - 0.5) * 2;
    const out = { depthMm: 0, x: 0, y: 0, z: 0, part: 0 as const };
    locate(hull, hull.plateX * (1 + u(0)), 80 * preset.scale * u(1), 60 * preset.scale * u(2), out);
    sites.set([out.x, out.y, out.z], 3 * i);
  }
  return {
    preset,
    seed,
    areas,
    profiles,
    layout: { sites, profile: Uint16Array.from(profiles, (_, i) => i) },
    gradients: [0, 1, 2].map((i) => smoothField(deriveKey(seed, `gradient ${i}`), 70 * preset.scale)),
  };
}

export function createBrain(template: Template, brainSeed: number): Brain {
  const { preset } = template;
  const key = deriveKey(template.seed, `brain ${brainSeed}`);
  const warp = makeWarp(preset, key);
  const half = [70, 92, 70].map((mm) => Math.ceil((mm * preset.scale + 1) / preset.voxelMm));
  const size = [2 * half[0]! + 1, 2 * half[1]! + 1, 2 * half[2]! + 1] as const;
  const origin = [
    -half[0]! * preset.voxelMm,
    -half[1]! * preset.voxelMm,
    -half[2]! * preset.voxelMm,
  ] as const;
  const pialMm = new Float32Array(new SharedArrayBuffer(4 * size[0] * size[1] * size[2]));
  const hull = makeHull(preset.scale);
  const out = { depthMm: 0, x: 0, y: 0, z: 0, part: 0 as const };
  for (let k = 0, n = 0; k < size[2]; k++) {
    for (let j = 0; j < size[1]; j++) {
      for (let i = 0; i < size[0]; i++, n++) {
        const [tx, ty, tz] = toTemplate(
          warp,
          origin[0] + i * preset.voxelMm,
          origin[1] + j * preset.voxelMm,
          origin[2] + k * preset.voxelMm,
        );
        pialMm[n] = locate(hull, Math.abs(tx), ty, tz, out).depthMm;
      }
    }
  }
  return {
    template,
    seed: brainSeed,
    warp,
    volumes: { originMm: origin, stepMm: preset.voxelMm, size, pialMm },
    profiles: template.profiles,
    individuality: {
      cellSize: Math.exp(0.05 * hashNormal(key, 100)),
      cellDensity: Math.exp(0.05 * hashNormal(key, 101)),
      stainStrength: Math.exp(0.1 * hashNormal(key, 102)),
      neuropil: Math.exp(0.1 * hashNormal(key, 103)),
    },
    extentYMm: [-85 * preset.scale, 85 * preset.scale],
    extentXMm: [-66 * preset.scale, 66 * preset.scale],
    extentZMm: [-62 * preset.scale, 66 * preset.scale],
  };
}
