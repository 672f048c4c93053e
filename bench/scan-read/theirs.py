"""Reads windows as a Python user would, one process: answers each line of JSON with the seconds that it took."""

import json
import os
import sys
import time

import numpy as np
import openslide
import tifffile
import zarr
from PIL import Image


def open_zarr(path):
    store = path + "/0" if path.endswith(".zarr") else tifffile.imread(path, aszarr=True)
    array = zarr.open(store, mode="r")

    def read(x, y, side):
        image = Image.fromarray(array[y : y + side, x : x + side])
        return image if image.mode == "L" else image.convert("L")

    return read


def open_openslide(path):
    slide = openslide.OpenSlide(path)
    return lambda x, y, side: slide.read_region((x, y), 0, (side, side)).convert("L")


def drop(path):
    """Take a file, or all files of a folder, out of the page cache."""
    files = [os.path.join(at, name) for at, _, names in os.walk(path) for name in names] or [path]
    for name in files:
        descriptor = os.open(name, os.O_RDONLY)
        os.fdatasync(descriptor)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(descriptor)


def tiles(path):
    """Where the tiles of a TIFF lie."""
    with tifffile.TiffFile(path) as file:
        page = file.pages[0]
        across = -(-page.imagewidth // page.tilewidth)
        places = {"offsets": page.dataoffsets, "byteCounts": page.databytecounts}
        return {"tilePx": page.tilewidth, "across": across, **places}


def answer(request):
    if "tiles" in request:
        return tiles(request["tiles"])
    if "drop" in request:
        drop(request["drop"])
        return {}
    if "versions" in request:
        modules = {"tifffile": tifffile, "zarr": zarr, "numpy": np}
        versions = {name: module.__version__ for name, module in modules.items()}
        return {**versions, "openslide": openslide.__library_version__}
    read = (open_zarr if request["reader"] == "tifffile+zarr" else open_openslide)(request["path"])
    start = time.perf_counter()
    total = 0
    for x, y in request["windows"]:
        # The fastest exact area average at hand: 10 times as fast as numpy's reshape and mean.
        image = read(x, y, request["side"]).reduce(request["factor"])
        total += image.getpixel((0, 0)) + image.getpixel((image.width - 1, image.height - 1))
    return {"seconds": time.perf_counter() - start, "check": total}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
