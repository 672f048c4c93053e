"""Writes pyramidal tiled BigTIFFs as sections and tells where each of their tiles lies.

    echo '{"folder": "…", "sidePx": 16384, "sections": 2}' | python make_scans.py

1 µm/px, tiles of 512, five levels in SubIFDs; deflate and JPEG. Content: smooth background, some 2,000 dark cells
per mm² and noise, so that deflate compresses it as it does scans (by about a half), not as it does zeros.
"""

import json
import pathlib
import sys

import numpy
import tifffile
from scipy import ndimage

TILE = 512
LEVELS = 5


def picture(rng, side):
    coarse = rng.normal(size=(side // 256 + 2,) * 2)
    ground = ndimage.zoom(ndimage.gaussian_filter(coarse, 2), 256, order=1)[:side, :side]
    image = numpy.empty((side, side), numpy.float32)
    image[:] = 190 + 60 * ground
    cells = int(2000 * (side / 1000) ** 2)
    stamp_x, stamp_y = numpy.mgrid[-8:9, -8:9]
    stamp = 90 * numpy.exp(-(stamp_x**2 + stamp_y**2) / 24.0)
    for x, y in rng.integers(8, side - 9, size=(cells, 2)):
        image[x - 8 : x + 9, y - 8 : y + 9] -= stamp
    for row in range(0, side, 1024):
        band = image[row : row + 1024]
        band += rng.normal(scale=3, size=band.shape).astype(numpy.float32)
    return numpy.clip(image, 0, 255).astype(numpy.uint8)


def halved(image):
    side = image.shape[0] // 2
    return image.reshape(side, 2, side, 2).mean((1, 3), dtype=numpy.float32).round().astype(numpy.uint8)


def tiles_of(page):
    return {
        "sidePx": page.imagewidth,
        "tilePx": page.tilewidth,
        "offsets": list(page.dataoffsets),
        "byteCounts": list(page.databytecounts),
    }


def write(path, levels, compression):
    options = {
        "tile": (TILE, TILE),
        "compression": compression,
        "photometric": "minisblack",
        "resolutionunit": "CENTIMETER",
    }
    with tifffile.TiffWriter(path, bigtiff=True) as tif:
        for number, level in enumerate(levels):
            per_cm = 10_000 / 2**number
            own = {"subifds": LEVELS - 1} if number == 0 else {"subfiletype": 1}
            tif.write(level, resolution=(per_cm, per_cm), metadata=None, **options, **own)
    with tifffile.TiffFile(path) as tif:
        first = tif.pages[0]
        return [tiles_of(first), *(tiles_of(page) for page in first.pages)]


def main():
    request = json.load(sys.stdin)
    folder = pathlib.Path(request["folder"])
    files = []
    for section in range(request["sections"]):
        rng = numpy.random.default_rng(section)
        levels = [picture(rng, request["sidePx"])]
        while len(levels) < LEVELS:
            levels.append(halved(levels[-1]))
        for name, compression in (("deflate", "zlib"), ("jpeg", "jpeg")):
            path = folder / f"{name}-{section}.tif"
            tiles = write(path, levels, compression)
            files.append({"compression": name, "section": section, "path": str(path), "levels": tiles})
    print(json.dumps({"tifffile": tifffile.__version__, "files": files}))


main()
