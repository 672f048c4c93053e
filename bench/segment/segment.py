"""The steps of `cytonet segment` with SciPy and scikit-image, for the benchmark: a request names an image, the answer
is the time of one segmentation, whose labels (0 slide, 1 grey, 2 white matter) are left in a file."""

import json
import sys
import time

import numpy as np
from scipy import ndimage as ndi
from scipy.signal import find_peaks
from skimage import exposure, filters, morphology
from skimage.segmentation import morphological_chan_vese

# As `findTissue` has them: the least population between two valleys, and the share of tissue that counts as pale.
LEAST_POPULATION = 0.03
PALE_SHARE = 0.2


def three_filters(image, size):
    image = ndi.maximum_filter(ndi.minimum_filter(image, size), size)
    return ndi.uniform_filter(image, size)


def enhance(image, s):
    enhanced = exposure.equalize_adapthist(
        three_filters(image, s["filterPx"]), kernel_size=s["claheKernelPx"], clip_limit=s["claheClipLimit"]
    )
    return three_filters(ndi.gaussian_filter(enhanced, s["gaussianSigmaPx"]), s["filterPx"])


def valleys(enhanced, median_bins, mean_bins):
    """Local minima of the smoothed histogram, flat ones by their middle."""
    counts, edges = np.histogram(enhanced, 256)
    smooth = ndi.uniform_filter1d(ndi.median_filter(counts.astype(float), median_bins), mean_bins)
    bins, _ = find_peaks(-np.round(smooth, 6))
    return (edges[bins] + edges[bins + 1]) / 2


def frame(image):
    return np.concatenate([image[0], image[-1], image[:, 0], image[:, -1]])


def slides_end(image, enhanced, candidates, nearest, stained):
    """The valley between what stands out from the slide and what does not: up over slide, else down over tissue."""
    least = LEAST_POPULATION * np.count_nonzero(enhanced > candidates[nearest])

    def is_tissue(low, high):
        greys = image[(enhanced > candidates[low]) & (enhanced <= candidates[high])]
        return None if greys.size < least else np.median(greys) >= stained

    chosen = nearest
    for i in range(nearest, len(candidates) - 1):
        tissue = is_tissue(i, i + 1)
        if tissue is not None and tissue:
            break
        if tissue is not None:
            chosen = i + 1
    if chosen != nearest:
        return chosen
    for i in range(nearest, 0, -1):
        tissue = is_tissue(i - 1, i)
        if tissue is not None and not tissue:
            break
        if tissue is not None:
            chosen = i - 1
    return chosen


def find_tissue(image, enhanced, background):
    """Tissue by the valley, open sulci by the image as scanned, and whether a pixel is stained there."""
    candidates = valleys(enhanced, background["medianBins"], background["meanBins"])
    nearest = int(np.argmin(np.abs(candidates - filters.threshold_otsu(enhanced))))
    border = np.median(frame(image))
    chosen = slides_end(image, enhanced, candidates, nearest, border + background["minContrast"])
    coarse = enhanced > candidates[chosen]
    slide_grey, tissue_grey = np.median(image[~coarse]), np.median(image[coarse])
    rough = np.abs(image - ndi.uniform_filter(image, 5))
    if (
        tissue_grey - slide_grey < background["minContrast"]
        or np.mean(~coarse) < background["minShare"]
        or np.mean(frame(~coarse)) < background["minBorderShare"]
        or np.median(rough[~coarse]) > background["maxRoughness"] * np.median(rough[coarse])
    ):
        raise ValueError("slide and tissue cannot be told apart")
    stained = image > (slide_grey + np.quantile(image[coarse], PALE_SHARE)) / 2
    return (coarse & stained if background["sulci"] else coarse), stained


def clean_tissue(tissue, stained, s):
    per_mm2 = (1000 / s["pixelSizeUm"]) ** 2
    cleaning = s["cleaning"]
    tissue = morphology.remove_small_objects(tissue, max_size=largest(cleaning["minTissueMm2"] * per_mm2))
    if s["background"]["sulci"]:
        tissue |= ndi.binary_fill_holes(tissue, structure=np.ones((3, 3))) & stained
    return morphology.remove_small_holes(
        tissue, max_size=largest(cleaning["minHoleMm2"] * per_mm2), connectivity=2
    )


def grey_matter(enhanced, tissue, contours):
    """Active contours; the slide counts as grey and has grey matter's mean, so that it moves neither mean."""
    init = (enhanced > filters.threshold_otsu(enhanced[tissue])) | ~tissue
    return morphological_chan_vese(
        np.where(tissue, enhanced, enhanced[tissue & init].mean()),
        contours["iterations"],
        init_level_set=init,
        smoothing=contours["smoothing"],
        lambda1=contours["lambdaGrey"],
        lambda2=contours["lambdaWhite"],
    )


def clean_classes(tissue, grey, s):
    per_mm2 = (1000 / s["pixelSizeUm"]) ** 2
    cleaning = s["cleaning"]
    white = tissue & (grey == 0)
    rim = round(cleaning["rimMm"] * 1000 / s["pixelSizeUm"])
    opening = 2 * max(1, rim // 2) + 1
    thick = ndi.maximum_filter(ndi.minimum_filter(white, opening), opening)
    white &= thick | ndi.minimum_filter(tissue, 2 * rim + 1)
    island = largest(cleaning["minIslandMm2"] * per_mm2)
    white = morphology.remove_small_objects(white, max_size=island)
    grey = morphology.remove_small_objects(tissue & ~white, max_size=island)
    return np.where(tissue, np.where(grey, 1, 2), 0).astype(np.uint8)


def largest(least):
    """Pixels of the largest part that is below `least` of them."""
    return int(np.ceil(least)) - 1


def segment(image, s):
    enhanced = enhance(image, s)
    tissue, stained = find_tissue(image, enhanced, s["background"])
    tissue = clean_tissue(tissue, stained, s)
    return clean_classes(tissue, grey_matter(enhanced, tissue, s["contours"]), s)


for line in sys.stdin:
    request = json.loads(line)
    image = np.fromfile(request["file"], np.float32).reshape(request["shape"])
    start = time.perf_counter()
    labels = segment(image, request["settings"])
    seconds = time.perf_counter() - start
    labels.tofile(request["labels"])
    print(json.dumps({"seconds": seconds}), flush=True)
