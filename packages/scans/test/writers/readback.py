"""Reads scans with tifffile, OpenSlide, Pillow and zarr-python and compares them with the picture written.

In: {"cases": [{"path", "format", "raw", "width", "height", "bits", "lossy"}]}; out: one object of findings a case.
"""

import json
import sys

import numpy as np


def pyramid(picture, count):
    """Levels as means of level 0 over 2^k x 2^k pixels, the last column and row repeated at every step."""
    levels = [picture]
    means = picture.astype(np.float64)
    for _ in range(count - 1):
        h, w = means.shape
        means = np.pad(means, ((0, h % 2), (0, w % 2)), mode="edge")
        means = (means[0::2, 0::2] + means[0::2, 1::2] + means[1::2, 0::2] + means[1::2, 1::2]) / 4
        levels.append(np.floor(means + 0.5).astype(picture.dtype))
    return levels


def worst(found, expected):
    if found.shape != expected.shape:
        return f"shape {found.shape} instead of {expected.shape}"
    return int(np.abs(found.astype(np.int64) - expected.astype(np.int64)).max())


def read_tiff(case, expected):
    import openslide
    import tifffile

    found = {}
    with tifffile.TiffFile(case["path"]) as tif:
        series = tif.series[0]
        found["big"] = tif.is_bigtiff
        found["ome"] = tif.is_ome
        found["series"] = len(tif.series)
        found["pages"] = len(tif.pages)
        levels = [level.asarray() for level in series.levels]
        found["tifffile"] = [worst(a, b) for a, b in zip(levels, pyramid(expected, len(levels)), strict=True)]
        found["pixels"] = tif.ome_metadata
        found["resolution"] = [float(v) for v in tif.pages[0].get_resolution("micrometer")] if tif.pages[0].tags.get(296) else None
    if case["bits"] == 8:
        with openslide.OpenSlide(case["path"]) as slide:
            found["vendor"] = slide.properties["openslide.vendor"]
            found["mpp"] = [slide.properties.get("openslide.mpp-x"), slide.properties.get("openslide.mpp-y")]
            levels = [
                np.asarray(slide.read_region((0, 0), i, size).convert("RGB"))[..., 0]
                for i, size in enumerate(slide.level_dimensions)
            ]
        found["openslide"] = [worst(a, b) for a, b in zip(levels, pyramid(expected, len(levels)), strict=True)]
    return found


def read_zarr(case, expected):
    import zarr

    group = zarr.open_group(case["path"], mode="r")
    attributes = group.attrs.asdict()
    ome = attributes.get("ome", attributes)
    datasets = ome["multiscales"][0]["datasets"]
    levels = [group[d["path"]][:] for d in datasets]
    return {
        "zarr": [worst(a, b) for a, b in zip(levels, pyramid(expected, len(levels)), strict=True)],
        "format": group.metadata.zarr_format,
        "axes": ome["multiscales"][0]["axes"],
        "transformations": [d["coordinateTransformations"] for d in datasets],
        "fill": int(group[datasets[0]["path"]].fill_value),
    }


answers = []
for case in json.load(sys.stdin)["cases"]:
    dtype = np.uint8 if case["bits"] == 8 else np.dtype("<u2")
    expected = np.fromfile(case["raw"], dtype).reshape(case["height"], case["width"])
    answers.append((read_tiff if case["format"] == "tiff" else read_zarr)(case, expected))
print(json.dumps(answers))
