"""The steps of `cytonet segment` with SciPy and scikit-image, for the benchmark: a request names an image, the answer
is the time of one segmentation."""

import json
import sys
import time

import numpy as np
from scipy import ndimage as ndi
from skimage import exposure, filters, morphology
from skimage.segmentation import morphological_chan_vese


def three_filters(image, size):
    image = ndi.maximum_filter(ndi.minimum_filter(image, size), size)
    return ndi.uniform_filter(image, size)


def valleys(image, median_bins, mean_bins):
    counts, edges = np.histogram(image, 256)
    smooth = ndi.uniform_filter1d(ndi.median_filter(counts.astype(float), median_bins), mean_bins)
    inner = np.flatnonzero((smooth[1:-1] < smooth[:-2]) & (smooth[1:-1] <= smooth[2:])) + 1
    return (edges[inner] + edges[inner + 1]) / 2


def segment(image, s):
    enhanced = exposure.equalize_adapthist(
        three_filters(image, s["filterPx"]), kernel_size=s["claheKernelPx"], clip_limit=s["claheClipLimit"]
    )
    enhanced = three_filters(ndi.gaussian_filter(enhanced, s["gaussianSigmaPx"]), s["filterPx"])
    background = s["background"]
    otsu = filters.threshold_otsu(enhanced)
    candidates = valleys(enhanced, background["medianBins"], background["meanBins"])
    threshold = candidates[np.argmin(np.abs(candidates - otsu))]
    coarse = enhanced > threshold
    middle = (np.median(image[~coarse]) + np.quantile(image[coarse], 0.2)) / 2
    tissue = coarse & (image > middle)
    per_mm2 = (1000 / s["pixelSizeUm"]) ** 2
    cleaning = s["cleaning"]
    tissue = morphology.remove_small_objects(tissue, max_size=int(cleaning["minTissueMm2"] * per_mm2))
    tissue = morphology.remove_small_holes(tissue, max_size=int(cleaning["minHoleMm2"] * per_mm2), connectivity=2)
    contours = s["contours"]
    init = (enhanced > filters.threshold_otsu(enhanced[tissue])) | ~tissue
    grey = morphological_chan_vese(
        np.where(tissue, enhanced, enhanced[tissue].max()),
        contours["iterations"],
        init_level_set=init,
        smoothing=contours["smoothing"],
        lambda1=contours["lambdaGrey"],
        lambda2=contours["lambdaWhite"],
    )
    white = tissue & (grey == 0)
    rim = round(cleaning["rimMm"] * 1000 / s["pixelSizeUm"])
    opening = 2 * max(1, rim // 2) + 1
    thick = ndi.maximum_filter(ndi.minimum_filter(white, opening), opening)
    white &= thick | ndi.minimum_filter(tissue, 2 * rim + 1)
    island = int(cleaning["minIslandMm2"] * per_mm2)
    white = morphology.remove_small_objects(white, max_size=island)
    grey = morphology.remove_small_objects(tissue & ~white, max_size=island)
    return np.where(tissue, np.where(grey, 1, 2), 0)


for line in sys.stdin:
    request = json.loads(line)
    image = np.fromfile(request["file"], np.float32).reshape(request["shape"])
    start = time.perf_counter()
    labels = segment(image, request["settings"])
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "counts": np.bincount(labels.ravel(), minlength=3).tolist()}), flush=True)
