# Two commands do it all: `make demo` shows the tool at work, `make test` runs every check.
# Nothing is installed outside .venv, except a browser for the browser tests where none is found (see tools/browser.sh).
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SERVE ?= yes
PORT ?= 8321
DEMO := build/demo.case

.PHONY: demo test check lock clean

$(VENV)/.runtime: requirements/runtime.txt requirements/build.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/build.txt -r requirements/runtime.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.runtime requirements/test.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	@touch $@

demo: $(VENV)/.runtime
	BIN=$(BIN) CASE=$(DEMO) SERVE=$(SERVE) PORT=$(PORT) sh examples/demo.sh

test: $(VENV)/.test check
	BIN=$(BIN) sh tools/browser.sh
	$(BIN)/python -m pytest -q -n auto --dist loadfile

check: $(VENV)/.test
	$(BIN)/ruff check src tests benchmarks tools
	$(BIN)/ruff format --check src tests benchmarks tools
	$(BIN)/mypy

# Pins every dependency with its hashes; needs `uv` (pip install uv).
lock:
	sh tools/lock.sh

clean:
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
