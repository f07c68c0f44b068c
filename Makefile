# make demo   a fresh machine to a dataset: environment, installation, the samples converted
# make test   the same environment with the development tools, then every test
# make check  format, lint, types, import contracts, fast tests
# make bench  a small corpus of scans read and counted, a table by condition (benchmarks/README.md)
# make fuzz   3,000 damaged samples through the whole program (some minutes); make soak: 5,000 documents in one run
# make lock   resolve both locks again (needs uv)

PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --no-header pyproject.toml --group build

.PHONY: demo test check golden bench fuzz soak lock clean
.DELETE_ON_ERROR:

demo: $(VENV)/.installed
	$(BIN)/jixiao convert $(wildcard samples/*-20[0-9][0-9]) --out output

test: $(VENV)/.installed-dev
	$(BIN)/pytest -n auto

check: $(VENV)/.installed-dev
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n auto -m "not slow"

golden: $(VENV)/.installed
	$(BIN)/jixiao golden samples

bench: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.scans --seed 4 --count 3 --conditions clean300,office200,fax,turned,skew3,seal,photo

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "error ENVIRONMENT: Python 3.11 or newer is needed. Install it, or name it: make PYTHON=/path/to/python3"; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "error ENVIRONMENT: $(PYTHON) has no venv. On Debian and Ubuntu: apt-get install python3-venv"; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

fuzz: $(VENV)/.installed-dev
	JIXIAO_FUZZ=3000 $(BIN)/pytest -n 0 tests/test_pipeline_fuzz.py

soak: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.soak --report benchmarks/RESULTS.md

lock:
	$(LOCK) --group dev -o requirements-dev.lock
	$(LOCK) -c requirements-dev.lock -o requirements.lock

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
