"""SIFT, BFMatcher and estimateAffinePartial2D on a pair of images: answers each line of JSON with its seconds."""

import json
import sys
import time

import cv2
import numpy as np

request = json.loads(sys.stdin.readline())
cv2.setNumThreads(request["threads"])
images = [
    np.fromfile(one["path"], np.uint8).reshape(one["heightPx"], one["widthPx"]) for one in request["images"]
]
print(json.dumps({"opencv": cv2.__version__, "numpy": np.__version__}), flush=True)

for _ in sys.stdin:
    start = time.perf_counter()
    sift = cv2.SIFT_create(nfeatures=request["features"])
    (points, a), (others, b) = (sift.detectAndCompute(image, None) for image in images)
    pairs = cv2.BFMatcher(cv2.NORM_L2).knnMatch(a, b, k=2)
    kept = [first for first, second in pairs if first.distance < 0.8 * second.distance]
    from_ = np.float32([points[match.queryIdx].pt for match in kept])
    to = np.float32([others[match.trainIdx].pt for match in kept])
    # OpenCV 5.0.0 crashes in its refinement on the inliers, which is left out, in its favour.
    matrix, inliers = cv2.estimateAffinePartial2D(
        from_, to, ransacReprojThreshold=4, maxIters=4096, refineIters=0
    )
    seconds = time.perf_counter() - start
    # OpenCV's pixel centres lie at whole numbers, ours at +0.5.
    linear, shift = matrix[:, :2], matrix[:, 2]
    moved = shift + 0.5 - linear @ np.array([0.5, 0.5])
    rows = np.column_stack([linear, moved]).ravel().tolist()
    answer = {"seconds": seconds, "matches": len(kept), "inliers": int(inliers.sum()), "matrix": rows}
    print(json.dumps(answer), flush=True)
