"""Writes OME-Zarr images in every layout with zarr-python, and the grey planes that they hold as raw little-endian files.

In: {"dir"}; out: [{"name", "plane", "bits", "width", "height", "index"}].
"""

import json
import os
import shutil
import sys

import numcodecs
import numpy as np
import zarr
from zarr.codecs import BloscCodec, BytesCodec, GzipCodec, ShardingCodec, TransposeCodec, ZstdCodec

HEIGHT, WIDTH = 301, 217
folder = json.load(sys.stdin)["dir"]
rng = np.random.default_rng(7)
ramp = np.add.outer(np.arange(HEIGHT) * 0.3, np.arange(WIDTH) * 0.4)
grey8 = (ramp + rng.integers(0, 60, (HEIGHT, WIDTH))).astype(np.uint8)
grey16 = (grey8.astype(np.uint16) << 8) + rng.integers(0, 256, (HEIGHT, WIDTH)).astype(np.uint16)
answers = []


def note(name, plane, index=None):
    path = os.path.join(folder, f"{name}.raw")
    plane.astype(plane.dtype.newbyteorder("<")).tofile(path)
    bits = plane.dtype.itemsize * 8
    answers.append({"name": name, "plane": path, "bits": bits, "width": plane.shape[1], "height": plane.shape[0], "index": index})


def multiscales(version, axes, unit="micrometer", scale=(1.1, 0.9), channels=None):
    names = [{"name": a, "type": {"c": "channel", "t": "time"}.get(a, "space")} for a in axes]
    for axis in names:
        if axis["name"] in "zyx" and unit is not None:
            axis["unit"] = unit
    factors = {"y": scale[0], "x": scale[1]}
    transformations = [{"type": "scale", "scale": [factors.get(a, 1.0) for a in axes]}]
    image = {"axes": names, "datasets": [{"path": "0", "coordinateTransformations": transformations}]}
    content = {"multiscales": [image]}
    if channels is not None:
        content["omero"] = {"channels": [{"color": c, "active": True} for c in channels]}
    if version == 2:
        image["version"] = "0.4"
        return content
    return {"ome": {"version": "0.5", **content}}


def write(name, version, data, axes="yx", meta=None, plane=None, index=None, **settings):
    path = os.path.join(folder, name)
    group = zarr.open_group(path, mode="w", zarr_format=version)
    group.attrs.update(multiscales(version, axes, **(meta or {})))
    array = group.create_array("0", shape=data.shape, dtype=data.dtype, **settings)
    array[...] = data
    note(name, data if plane is None else plane, index)
    return path


sep = {"name": "v2", "separator": "/"}
for label, compressor in {
    "zlib": numcodecs.Zlib(level=5),
    "gzip": numcodecs.GZip(level=5),
    "zstd": numcodecs.Zstd(level=3),
    "lz4": numcodecs.LZ4(),
    "blosc-lz4": numcodecs.Blosc("lz4", shuffle=numcodecs.Blosc.SHUFFLE),
    "blosc-zstd": numcodecs.Blosc("zstd", shuffle=numcodecs.Blosc.BITSHUFFLE),
    "blosc-zlib": numcodecs.Blosc("zlib", shuffle=numcodecs.Blosc.NOSHUFFLE),
    "none": None,
}.items():
    write(f"v2-{label}", 2, grey8, chunks=(64, 96), compressors=compressor, chunk_key_encoding=sep)
    write(f"v2-{label}-16", 2, grey16, chunks=(100, 64), compressors=compressor)
write("v2-big-endian", 2, grey16.astype(">u2"), chunks=(64, 64), compressors=None)
write("v2-fortran", 2, grey16, chunks=(64, 50), compressors=None, order="F")

for label, codec in {"gzip": GzipCodec(level=4), "zstd": ZstdCodec(level=3), "zstd-sum": ZstdCodec(level=3, checksum=True),
                     "blosc": BloscCodec(cname="lz4", typesize=2), "none": None}.items():
    write(f"v3-{label}", 3, grey8, chunks=(64, 96), compressors=codec)
    write(f"v3-{label}-sharded", 3, grey16, chunks=(32, 32), shards=(128, 96), compressors=codec)
write("v3-big-endian", 3, grey16, chunks=(64, 64), serializer=BytesCodec(endian="big"), compressors=None)
write("v3-transposed", 3, grey16, chunks=(64, 50), filters=[TransposeCodec(order=(1, 0))], compressors=GzipCodec())
write("v3-index-first", 3, grey8, chunks=(128, 96), compressors=None,
      serializer=ShardingCodec(chunk_shape=(32, 32), codecs=[BytesCodec(), ZstdCodec()], index_location="start"))

sparse = np.full_like(grey8, 200)
sparse[100:160, 60:120] = grey8[100:160, 60:120]
write("v2-sparse", 2, sparse, chunks=(50, 50), fill_value=200, config={"write_empty_chunks": False})
write("v3-sparse", 3, sparse, chunks=(50, 50), shards=(100, 100), fill_value=200, config={"write_empty_chunks": False})

stack = np.stack([grey8, 255 - grey8, grey8 // 2])[None, :, None]
luma = np.floor((299.0 * stack[0, 0, 0] + 587.0 * stack[0, 1, 0] + 114.0 * stack[0, 2, 0]) / 1000 + 0.5).astype(np.uint8)
rgb = {"channels": ["FF0000", "00FF00", "0000FF"]}
write("v2-rgb", 2, stack, axes="tczyx", meta=rgb, plane=luma, chunks=(1, 1, 1, 128, 128))
write("v3-rgb-one-chunk", 3, stack, axes="tczyx", meta=rgb, plane=luma, chunks=(1, 3, 1, 128, 128))
write("v2-rgb-last", 2, np.moveaxis(stack[0, :, 0], 0, -1).copy(), axes="yxc", plane=luma, chunks=(128, 128, 3))
deep = np.stack([np.stack([grey16, grey16 // 3]), np.stack([grey16 // 5, grey16 // 7])])
write("v3-channels", 3, deep, axes="czyx", plane=deep[1, 0], index={"c": 1, "z": 0}, chunks=(1, 2, 64, 64))

write("unit-mm", 2, grey8, meta={"unit": "millimeter", "scale": (0.002, 0.001)}, chunks=(128, 128))
write("unit-none", 2, grey8, meta={"unit": None}, chunks=(128, 128))
write("unit-parsec", 2, grey8, meta={"unit": "parsec"}, chunks=(128, 128))

# As bioformats2raw lays series out: the image is group 0, and others (a label, a macro) follow it.
inner = write("bf", 2, grey8, chunks=(128, 128))
outer = os.path.join(folder, "series")
group = zarr.open_group(outer, mode="w", zarr_format=2)
group.attrs["bioformats2raw.layout"] = 3
shutil.copytree(inner, os.path.join(outer, "0"))
note("series", grey8)
print(json.dumps(answers))
