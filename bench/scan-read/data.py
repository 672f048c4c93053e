"""Write the scans that the benchmark reads, once: a 16,384 x 16,384 px image of 1 um/px that resembles cell-body-stained
tissue (smooth ground, dark cells, a scanner's noise) as BigTIFF with deflate and with JPEG tiles, and as OME-Zarr.

    python data.py FOLDER
"""

import json
import os
import sys

import numpy as np
import tifffile
import zarr
from scipy.ndimage import gaussian_filter

SIDE, PERIOD = 16384, 4096


def tissue(rng):
    """Grey levels of one period of the pattern."""
    cells = np.zeros((PERIOD, PERIOD), np.float32)
    count = PERIOD * PERIOD // 500
    cells[rng.integers(0, PERIOD, count), rng.integers(0, PERIOD, count)] = rng.uniform(0.5, 1, count)
    ground = gaussian_filter(rng.normal(0, 1, (PERIOD, PERIOD)).astype(np.float32), 20, mode="wrap") * 300
    noise = gaussian_filter(rng.normal(0, 6, (PERIOD, PERIOD)).astype(np.float32), 0.8, mode="wrap")
    return np.clip(205 + ground - np.minimum(gaussian_filter(cells, 3, mode="wrap") * 4000, 110) + noise, 0, 255)


def main(folder):
    rng = np.random.default_rng(3)
    period = tissue(rng).astype(np.uint8)
    grey = np.empty((SIDE, SIDE), np.uint8)
    for y in range(0, SIDE, PERIOD):
        for x in range(0, SIDE, PERIOD):
            shift = rng.integers(0, PERIOD, 2)
            grey[y : y + PERIOD, x : x + PERIOD] = np.roll(period, tuple(shift), (0, 1))
    scale = {"resolution": (10000, 10000), "resolutionunit": "CENTIMETER", "bigtiff": True, "metadata": None}
    for tile in (256, 512):
        layout = {**scale, "tile": (tile, tile), "photometric": "minisblack"}
        tifffile.imwrite(f"{folder}/deflate-{tile}.tif", grey, compression="deflate", **layout)
        tifffile.imwrite(f"{folder}/jpeg-{tile}.tif", grey, compression="jpeg", compressionargs={"level": 85}, **layout)
    # Cresyl violet: red and green are absorbed more than blue.
    colour = np.stack([grey, (grey.astype(np.uint16) * 7 // 8).astype(np.uint8), 127 + grey // 2], -1)
    tifffile.imwrite(
        f"{folder}/jpeg-rgb-256.tif", colour, tile=(256, 256), photometric="rgb", compression="jpeg",
        compressionargs={"level": 85}, **scale,
    )
    group = zarr.open_group(f"{folder}/zstd-512.ome.zarr", mode="w", zarr_format=2)
    axes = [{"name": name, "type": "space", "unit": "micrometer"} for name in "yx"]
    transform = [{"type": "scale", "scale": [1.0, 1.0]}]
    datasets = [{"path": "0", "coordinateTransformations": transform}]
    group.attrs["multiscales"] = [{"version": "0.4", "axes": axes, "datasets": datasets}]
    level = group.create_array("0", shape=grey.shape, chunks=(512, 512), dtype="u1", compressors=zarr_zstd(), chunk_key_encoding={"name": "v2", "separator": "/"})
    level[:] = grey


def zarr_zstd():
    from numcodecs import Zstd

    return [Zstd(level=3)]


if __name__ == "__main__":
    target = sys.argv[1]
    os.makedirs(f"{target}.partial", exist_ok=True)
    main(f"{target}.partial")
    os.rename(f"{target}.partial", target)
    print(json.dumps({name: os.path.getsize(os.path.join(target, name)) for name in os.listdir(target)}))
