"""Write TIFFs of every layout and, beside each, what tifffile reads of it; the list of them is the answer.

Input: {"folder": where to write}. Expected values are raw little-endian arrays of the grey rule in double precision.
"""

import json
import sys

import numpy as np
import tifffile
from PIL import Image

folder = json.load(sys.stdin)["folder"]
rng = np.random.default_rng(11)
cases = []


def smooth(height, width, channels=1, depth=8):
    """Cells on a ground with noise, so that all codecs have something to do."""
    y, x = np.mgrid[:height, :width]
    planes = [
        150 + 60 * np.sin(x / (17 + 3 * c)) * np.cos(y / (23 - 2 * c)) + rng.normal(0, 3, (height, width))
        for c in range(channels)
    ]
    out = np.clip(np.stack(planes, -1), 0, 255)
    out = out.astype(np.uint8) if depth == 8 else (out * 256 + rng.integers(0, 256, out.shape)).astype(np.uint16)
    return out[..., 0] if channels == 1 else out


def grey_of(pixels):
    pixels = np.asarray(pixels, np.float64)
    if pixels.ndim == 2:
        return pixels
    luma = pixels[..., :3] @ [0.299, 0.587, 0.114]
    if pixels.shape[-1] == 3:
        return luma
    white = 255 if pixels.max() < 256 else 65535
    alpha = pixels[..., 3] / white
    return alpha * luma + (1 - alpha) * white


def keep(name, tolerance=0.5, levels=None):
    """Expected pixels of every level, read back by tifffile."""
    with tifffile.TiffFile(f"{folder}/{name}") as file:
        series = levels or [file.pages[0].asarray()]
        if levels == "subifds":
            series = [level.asarray() for level in file.series[0].levels]
        if levels == "chain":
            series = [page.asarray() for page in file.pages]
    sizes = []
    for index, pixels in enumerate(series):
        grey = grey_of(pixels)
        sizes.append(list(grey.shape))
        grey.astype("<f8").tofile(f"{folder}/{name}.{index}.raw")
    cases.append({"name": name, "depth": 16 if series[0].dtype == np.uint16 else 8, "tolerance": tolerance, "levels": sizes})


def write(name, pixels, tolerance=0.5, **options):
    options.setdefault("metadata", None)
    options.setdefault("photometric", "rgb" if pixels.ndim == 3 else "minisblack")
    if options.get("compression") == "jpeg":
        options.setdefault("compressionargs", {"level": 90})
        tolerance = 2.5
    tifffile.imwrite(f"{folder}/{name}", pixels, **options)
    keep(name, tolerance)


grey, grey16 = smooth(700, 530), smooth(700, 530, depth=16)
rgb, rgb16, rgba = smooth(310, 270, 3), smooth(310, 270, 3, 16), smooth(310, 270, 4)
for codec in (None, "deflate", "lzw", "zstd", "packbits", "jpeg"):
    label = codec or "none"
    write(f"{label}-tiles-256.tif", grey, compression=codec, tile=(256, 256))
    write(f"{label}-strips.tif", grey, compression=codec, rowsperstrip=48)
    write(f"{label}-rgb-tiles.tif", rgb, compression=codec, tile=(240, 240))
    write(f"{label}-rgb-strips-big.tif", rgb, compression=codec, rowsperstrip=32, bigtiff=True)
    if codec == "jpeg":
        continue
    write(f"{label}-16-tiles-be.tif", grey16, compression=codec, tile=(256, 240), byteorder=">")
    write(f"{label}-16-rgb-strips.tif", rgb16, compression=codec, rowsperstrip=17, byteorder="<")
    write(f"{label}-rgba.tif", rgba, compression=codec, tile=(128, 64), extrasamples=["unassalpha"])
    if codec is not None and codec != "packbits":
        for depth, pixels in ((8, grey), (16, grey16), (24, rgb), (48, rgb16)):
            for order in "<>":
                name = f"{label}-predictor-{depth}-{'le' if order == '<' else 'be'}.tif"
                write(name, pixels, compression=codec, predictor=True, tile=(128, 128), byteorder=order)
for side in (240, 512, 1024):
    write(f"deflate-big-be-{side}.tif", smooth(side + 70, 2 * side + 30), compression="deflate", tile=(side // 16 * 16,) * 2, bigtiff=True, byteorder=">")
    write(f"jpeg-big-{side}.tif", smooth(side + 70, side + 30, 3), compression="jpeg", tile=(side // 16 * 16,) * 2, bigtiff=True)
# tifffile stores what it is given as YCbCr.
ycbcr = np.asarray(Image.fromarray(rgb).convert("YCbCr"))
write("jpeg-420.tif", ycbcr, compression="jpeg", tile=(128, 128), photometric="ycbcr", subsampling=(2, 2))
write("jpeg-422.tif", ycbcr, compression="jpeg", rowsperstrip=64, photometric="ycbcr", subsampling=(2, 1))
write("jpeg-as-rgb.tif", rgb, compression="jpeg", tile=(64, 64), photometric="rgb", compressionargs={"level": 95, "outcolorspace": "rgb"})
write("inverted.tif", grey, compression="deflate", photometric="miniswhite", tile=(64, 64))
inverted = 255 - np.fromfile(f"{folder}/inverted.tif.0.raw", "<f8")
inverted.tofile(f"{folder}/inverted.tif.0.raw")
palette = rng.integers(0, 256, (3, 256), dtype=np.uint16) * 257
index = rng.integers(0, 256, (90, 110), dtype=np.uint8)
tifffile.imwrite(f"{folder}/palette.tif", index, photometric="palette", colormap=palette, metadata=None)
keep("palette.tif")
colours = (palette >> 8).astype(np.float64)
np.tensordot([0.299, 0.587, 0.114], colours, 1)[index].tofile(f"{folder}/palette.tif.0.raw")
planar = np.moveaxis(rgb, -1, 0)
tifffile.imwrite(f"{folder}/planar.tif", planar, photometric="rgb", planarconfig="separate", metadata=None)
grey_of(rgb).astype("<f8").tofile(f"{folder}/planar.tif.0.raw")
cases.append({"name": "planar.tif", "depth": 8, "tolerance": 0.5, "levels": [[310, 270]]})

halves = [grey, grey[::2, ::2][:350, :265], grey[::4, ::4][:175, :132]]
with tifffile.TiffWriter(f"{folder}/subifds.ome.tif", bigtiff=True) as file:
    file.write(halves[0], subifds=2, tile=(128, 128), compression="deflate", metadata={"axes": "YX", "PhysicalSizeX": 1.0, "PhysicalSizeY": 1.0})
    for level in halves[1:]:
        file.write(level, subfiletype=1, tile=(128, 128), compression="deflate")
keep("subifds.ome.tif", levels="subifds")
with tifffile.TiffWriter(f"{folder}/chain.tif") as file:
    for number, level in enumerate(halves):
        file.write(level, subfiletype=int(number > 0), tile=(128, 128), compression="lzw", metadata=None)
keep("chain.tif", levels="chain")
with tifffile.TiffWriter(f"{folder}/pages.tif") as file:
    for level in halves:
        file.write(level, tile=(128, 128), metadata=None)
keep("pages.tif")
with tifffile.TiffWriter(f"{folder}/aperio.svs") as file:
    text = "Aperio Image Library v11.2.1\r\n530x700 |AppMag = 20|MPP = 0.4990"
    file.write(halves[0], tile=(240, 240), compression="jpeg", compressionargs={"level": 90}, description=text, metadata=None)
    file.write(halves[1], rowsperstrip=16, compression="jpeg", description="Aperio thumbnail", metadata=None)
    file.write(halves[2], tile=(240, 240), compression="jpeg", compressionargs={"level": 90}, description=text, metadata=None)
    file.write(np.zeros((90, 70), np.uint8), compression="lzw", subfiletype=1, description="Aperio label 70x90", metadata=None)
    file.write(np.zeros((90, 70), np.uint8), compression="jpeg", subfiletype=9, description="Aperio macro 70x90", metadata=None)
with tifffile.TiffFile(f"{folder}/aperio.svs") as file:
    keep("aperio.svs", 2.5, [file.pages[0].asarray(), file.pages[2].asarray()])
print(json.dumps(cases))
