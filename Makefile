# Every target sets up what it needs; run `make help` for the list.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup build demo demo-real test proofs bench bench-dispatch bench-step bench-scan-read bench-pipeline bench-augmentation bench-align bench-segment bench-train bench-gpu bench-graphs bundle reference check clean prerequisites dependencies reference-if-possible

REAL_SECTIONS := ../shared/data/mouse-sections
CYTONET := node packages/cytonet/bin/cytonet.js

help: ## list the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

prerequisites:
	@tools/prerequisites.sh

dependencies: prerequisites
	@node tools/dependencies.mjs

build: dependencies ## compile TypeScript and the native addons
	@npx tsc -b
	@node packages/scans/dist/codecs/setup.js
	@node packages/torch/dist/libtorch/setup.js > /dev/null

setup: build ## install and build everything; afterwards `npx cytonet` works
	@echo "Set up. Next: npx cytonet doctor"

reference: build ## make the Python environment that tests and benchmarks compare with
	@node tools/reference/setup.mjs

reference-if-possible: build
	@node tools/reference/setup.mjs --optional

check: dependencies ## formatter, linter and types, of the tests too
	@npx biome check .
	@npx tsc -b
	@npx tsc -p tsconfig.tests.json

test: build reference-if-possible check ## every quick test
	@node tools/test.mjs vitest.config.ts

proofs: build reference-if-possible ## what is too slow for `make test`
	@node tools/test.mjs vitest.proofs.config.ts

demo: build ## the whole pipeline on phantom brains, into demo/
	@$(CYTONET) demo --out demo

demo-real: build ## the same on real sections, into demo-real/ (needs ../shared/data)
	@if [ -d $(REAL_SECTIONS) ]; then $(CYTONET) demo --real $(REAL_SECTIONS) --out demo-real; \
	else echo "Skipped: $(REAL_SECTIONS) is not here."; fi

bench: bench-dispatch bench-step bench-scan-read bench-pipeline bench-augmentation bench-align bench-segment bench-train ## all benchmarks, into bench/results/

bench-dispatch: build reference ## time per operator call, ours beside PyTorch
	@node bench/dispatch/run.mjs

bench-step: build reference ## time per training step, ours beside PyTorch
	@node bench/step/run.mjs

bench-scan-read: build reference ## windows per second out of cold scans, ours beside tifffile, zarr and OpenSlide
	@node bench/scan-read/run.mjs

bench-pipeline: build reference ## reading patches beside mere decompression, and what training waits for them
	@node bench/pipeline/run.mjs

bench-augmentation: build ## time to augment a batch; DEVICE=cuda for the paper's size
	@node bench/augmentation/run.mjs

bench-align: build reference ## time to align a pair of sections, ours beside OpenCV
	@node bench/align/run.mjs

bench-segment: build reference ## time to segment a section, ours beside scikit-image
	@node bench/segment/run.mjs

bench-train: build reference ## patches per second over one and two processes, ours beside PyTorch DDP
	@node bench/train/run.mjs

bench-gpu: build ## pretraining steps at the paper's size on a GPU, ours beside PyTorch eager and compiled; PYTHON has torch
	@node bench/gpu/run.mjs

bench-graphs: build ## training steps recorded as CUDA graphs beside steps launched kernel by kernel; needs a GPU
	@node bench/graphs/run.mjs

bundle: build ## all that an installation without a network needs, in cytonet-bundle.tar
	@node tools/bundle/bundle.mjs

clean: ## remove what was built here (the cache with libtorch stays)
	rm -rf build demo demo-real packages/*/dist
