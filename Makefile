# Assay: `make run` and `make test` are all that a newcomer needs; `make help` lists the rest.

ROOT := $(CURDIR)
PACKAGES := DataLake Features Regime Backtest Optimizer Research Reporting

# Debug builds treat warnings as errors. Release builds for x86-64 use its third level (AVX2, FMA) and
# keep no error codes of square roots, so that they can be taken of whole vectors.
# `make ARCH_FLAGS= build` builds for any x86-64, with the same numbers, slower.
ARCH_FLAGS := $(if $(filter x86_64 amd64,$(shell uname -m)),-Xcc -march=x86-64-v3 -Xcc -fno-math-errno)
DEBUG_FLAGS := -Xswiftc -warnings-as-errors --explicit-target-dependency-import-check error
RELEASE_FLAGS := -c release $(ARCH_FLAGS)
ISOLATED_FLAGS := --scratch-path $(ROOT)/.build-packages --disable-build-manifest-caching

DEMO := $(ROOT)/demo
LOOP := $(ROOT)/.build/release/research-loop
TRAINING := $(ROOT)/.build/release/walk-forward-training

.PHONY: help run train-demo demo-lake test test-isolated test-builds $(addprefix test-,$(PACKAGES)) check format lint build bench deps deps-torch docs clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: build demo-lake ## Build, make a demo lake and run one research cycle on it
	$(LOOP) run --config configs/demo.yaml --once --output $(DEMO)

train-demo: deps-torch build demo-lake ## Prepare the engines of forecasters, build, and train five models on the demo lake
	$(TRAINING) train --config configs/training/demo.yaml --lake $(DEMO)/lake --output $(DEMO)/training

demo-lake: build
	@test -f $(DEMO)/lake/manifest.json || \
		$(LOOP) data synth --lake $(DEMO)/lake --seed 7 --symbols SPY,QQQ,TLT,GLD --days 1500 --interval 1d

test: deps ## Install what is missing and run every test
	swift test $(DEBUG_FLAGS)

test-isolated: $(addprefix test-,$(PACKAGES)) ## Test each package on its own, as its users import it

$(addprefix test-,$(PACKAGES)): test-%: deps
	swift test --package-path Packages/$* $(ISOLATED_FLAGS)

test-builds: deps ## Compare the bytes of a cycle between builds for old and new x86-64 CPUs
	scripts/compare-builds.sh

check: deps lint test ## What must pass before a commit lands: format, warnings, tests, architecture

lint: ## Check the format
	swift format lint --strict --parallel --recursive Package.swift Packages Apps Tests

format: ## Rewrite the sources in the house format
	swift format --in-place --parallel --recursive Package.swift Packages Apps Tests

build: deps ## Build both apps for release
	swift build $(RELEASE_FLAGS) --product research-loop
	swift build $(RELEASE_FLAGS) --product walk-forward-training

bench: deps ## Run the benchmarks and their peers; ONLY=W3 runs one
	ARCH_FLAGS="$(ARCH_FLAGS)" Tests/Benchmarks/run.sh $(ONLY)

deps: ## Install what is missing: system packages and the DuckDB library
	@scripts/install-deps.sh
	@scripts/make-duckdb.sh $(ROOT)/.deps

deps-torch: deps ## Prepare the engines of forecasters: LightGBM and libtorch (200 MB)
	@scripts/make-lightgbm.sh $(ROOT)/.deps
	@scripts/make-torch.sh $(ROOT)/.deps

docs: ## Build the reference documentation into .build/docs
	scripts/build-docs.sh $(ROOT)/.build/docs

clean: ## Remove what was built; the demo and the installed libraries stay
	rm -rf .build .build-packages .build-bench .build-baseline
