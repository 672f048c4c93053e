"""Features of points on an image, from a model folder, in plain PyTorch.

    python embed.py MODEL_DIR --image section.png --points points.csv \
        --pixel-size-x-um 12.1 --pixel-size-y-um 14.3 --out features.npz

`points.csv` has the columns xPx,yPx (pixels of the image, the first pixel's centre at 0.5) and, if points have names,
pointId. The result holds `pointId` [N] and `features` [N, D]; they agree with `cytonet embed` on the same arguments
to about 1e-6. Needs torch, safetensors, numpy and Pillow.

Reads 8-bit images that Pillow decodes to the stored samples: PNG, or TIFF without JPEG compression.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import pathlib

import numpy as np
import torch
from PIL import Image
from safetensors.torch import load_file

from cytonet_model import create_encoder, encoder_state

WHITE = 255


def load_encoder(folder: pathlib.Path) -> tuple[torch.nn.Module, dict]:
    """The encoder of a model folder, in evaluation mode, and its configuration."""
    config = json.loads((folder / "config.json").read_text())
    encoder = create_encoder(config).eval()
    encoder.load_state_dict(encoder_state(load_file(folder / "model.safetensors")))
    return encoder.to(memory_format=torch.channels_last), config


def load_grey(path: pathlib.Path) -> np.ndarray:
    """Height x width grey values from 0 to 255: Rec. 601 luma, transparent pixels white."""
    image = Image.open(path)
    if image.mode == "P":
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    if image.mode not in ("L", "RGB", "RGBA"):
        raise ValueError(f"{path}: mode {image.mode} is not supported; convert it to 8-bit grey or RGB")
    samples = np.asarray(image).astype(np.float64)
    if image.mode != "L":
        luma = (299 * samples[..., 0] + 587 * samples[..., 1] + 114 * samples[..., 2]) / 1000
        alpha = samples[..., 3] / WHITE if image.mode == "RGBA" else 1.0
        samples = np.floor(alpha * luma + (1 - alpha) * WHITE + 0.5)
    return samples


def slide_background(grey: np.ndarray) -> float:
    """The grey value beyond the edge: the median of squares of 32 px along the border, eight a side."""
    height, width = grey.shape
    w, h = min(32, width), min(32, height)
    probes = []
    for i in range(8):
        x = math.floor((width - w) * i / 7 + 0.5)
        y = math.floor((height - h) * i / 7 + 0.5)
        probes += [grey[:h, x : x + w], grey[height - h :, x : x + w]]
        probes += [grey[y : y + h, :w], grey[y : y + h, width - w :]]
    values = np.sort(np.concatenate([probe.ravel() for probe in probes]))
    return float(values[len(values) // 2])


def support(start: float, step: float, count: int) -> tuple[int, int]:
    """The first pixel of the image that an axis touches, and the one after the last."""
    reach = max(step, 1.0) / 2
    return (
        math.floor(start + step / 2 - reach),
        math.ceil(start + (count - 0.5) * step + reach),
    )


def box_average(
    samples: np.ndarray, start: float, step: float, count: int, initial: float
) -> np.ndarray:
    """Averages rows: output i is `initial` plus the mean of `samples` over rows start + i * step to one step further.

    Rows that the box covers in part count by their share; rows beyond the edge count as zero. The order of operations
    is that of cytonet, so that a value halfway between two grey values is rounded to the same side.
    """
    width = max(step, 1.0)
    first, last = (min(max(row, 0), len(samples)) for row in support(start, step, count))
    low = start + (np.arange(count) + 0.5) * step - width / 2 - first
    high = low + width
    row = np.maximum(0, np.floor(low)).astype(int)
    end = np.minimum(last - first, np.ceil(high))
    averages = np.full((count, samples.shape[1]), initial, dtype=np.float64)
    for _ in range(math.ceil(width) + 1):
        share = np.where(row < end, (np.minimum(row + 1, high) - np.maximum(row, low)) / width, 0)
        averages += share[:, None] * samples[np.clip(first + row, 0, len(samples) - 1)]
        row = row + 1
    return averages


def read_window(
    grey: np.ndarray,
    background: float,
    start: tuple[float, float],
    step: tuple[float, float],
    size: tuple[int, int],
) -> np.ndarray:
    """size[1] x size[0] pixels of `step` pixels of the image from a corner (x, y) on, rounded to whole grey values.

    The background counts only where the window leaves the image.
    """
    if all(
        first >= 0 and last <= length
        for (first, last), length in zip(map(support, start, step, size), grey.shape[::-1])
    ):
        background = 0.0
    narrowed = box_average((grey - background).T, start[0], step[0], size[0], 0).T.astype(np.float32)
    return np.floor(box_average(narrowed, start[1], step[1], size[1], background + 0.5))


def read_patch(
    grey: np.ndarray, background: float, centre: np.ndarray, step: tuple[float, float], side: int
) -> np.ndarray:
    """side x side pixels around a point."""
    start = tuple(at - side * one / 2 for at, one in zip(centre, step))
    return read_window(grey, background, start, step, (side, side))


def standardising_table(
    grey: np.ndarray, background: float, pixel_size_um: tuple[float, float]
) -> np.ndarray:
    """New grey values for 0 to 255, which bring the tissue of a section to mean 150 and deviation 30."""
    extent_um = [size * pixel for size, pixel in zip(grey.shape[::-1], pixel_size_um)]
    thumbnail_um = max(*pixel_size_um, max(extent_um) / 512)
    step = tuple(thumbnail_um / pixel for pixel in pixel_size_um)
    size = tuple(max(1, math.floor(extent / thumbnail_um + 0.5)) for extent in extent_um)
    thumbnail = read_window(grey, background, (0.0, 0.0), step, size)
    tissue = thumbnail[np.abs(thumbnail - background) >= 0.04 * WHITE]
    if tissue.size < 64 or tissue.std() < 1:
        return np.arange(256.0)
    standardised = (np.arange(256.0) - tissue.mean()) / tissue.std() * 30 + 150
    return np.clip(np.floor(standardised + 0.5), 0, WHITE)


def embed(
    model: pathlib.Path,
    image: pathlib.Path,
    points: np.ndarray,
    pixel_size_um: tuple[float, float],
    stain_polarity: str = "dark",
    batch_size: int = 32,
) -> np.ndarray:
    """Features [N, D] of points [N, 2] (xPx, yPx) on an image with pixels of `pixel_size_um` (x, y)."""
    encoder, config = load_encoder(pathlib.Path(model))
    if config["pixelSizeUm"] < max(pixel_size_um) * (1 - 1e-6):
        raise ValueError(f"the model wants {config['pixelSizeUm']} µm/px, the image has {pixel_size_um}")
    grey = load_grey(pathlib.Path(image))
    background = slide_background(grey)
    table = np.arange(256.0)
    if config["normalisation"]["tone"] == "standardised":
        table = standardising_table(grey, background, pixel_size_um)
    if stain_polarity == "light":
        table = WHITE - table
    step = tuple(config["pixelSizeUm"] / size for size in pixel_size_um)
    features = []
    for start in range(0, len(points), batch_size):
        patches = [
            table[read_patch(grey, background, point, step, config["patchPx"]).astype(int)]
            for point in points[start : start + batch_size]
        ]
        batch = torch.from_numpy(np.stack(patches)).float()[:, None] / WHITE
        batch = (batch - config["normalisation"]["mean"]) / config["normalisation"]["std"]
        with torch.no_grad():
            features.append(encoder(batch.expand(-1, config["inputChannels"], -1, -1)).numpy())
    return np.concatenate(features)


def main() -> None:
    parser = argparse.ArgumentParser(description="Features of points on an image, from a model folder.")
    parser.add_argument("model", type=pathlib.Path)
    parser.add_argument("--image", type=pathlib.Path, required=True)
    parser.add_argument("--points", type=pathlib.Path, required=True, help="CSV with xPx,yPx and perhaps pointId")
    parser.add_argument("--pixel-size-x-um", type=float, required=True)
    parser.add_argument("--pixel-size-y-um", type=float, help="as along x unless said otherwise")
    parser.add_argument("--stain-polarity", choices=["dark", "light"], default="dark")
    parser.add_argument("--out", type=pathlib.Path, required=True, help="features.npz")
    given = parser.parse_args()

    with given.points.open(newline="") as file:
        rows = list(csv.DictReader(file))
    points = np.array([[float(row["xPx"]), float(row["yPx"])] for row in rows])
    names = [row.get("pointId", str(index)) for index, row in enumerate(rows)]
    pixel_size_um = (given.pixel_size_x_um, given.pixel_size_y_um or given.pixel_size_x_um)
    features = embed(given.model, given.image, points, pixel_size_um, given.stain_polarity)
    np.savez(given.out, pointId=np.array(names), features=features)
    print(f"{given.out}: {features.shape[0]} points, {features.shape[1]} numbers each")


if __name__ == "__main__":
    main()
