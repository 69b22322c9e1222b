# Every target sets itself up: all it needs is Python 3.11 or newer, git and make.
# PYTHON=python3.12 chooses the interpreter for a new .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# pip 25.1 is the first that reads [dependency-groups].
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: demo test test-long check bench clean

demo: $(VENV)/.runtime
	@$(BIN)/hcsync demo

test: $(VENV)/.test
	@$(BIN)/python -m pytest -q -n auto

test-long: $(VENV)/.test
	@$(BIN)/python -m pytest -q -n auto -m long

check: $(VENV)/.check
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

bench: $(VENV)/.runtime
	@$(BIN)/python -m bench

clean:
	rm -rf $(VENV) .hcsync dist build *.egg-info

$(VENV)/.pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "hcsync needs Python 3.11 or newer; set PYTHON=python3.12 or so" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@$(INSTALL) --upgrade 'pip>=25.1'
	@touch $@

$(VENV)/.runtime: $(VENV)/.pip pyproject.toml
	@echo "Installing hcsync into $(VENV) (first run only)…"
	@$(INSTALL) -e .
	@touch $@

$(VENV)/.test: $(VENV)/.runtime
	@$(INSTALL) --group test
	@touch $@

$(VENV)/.check: $(VENV)/.test
	@$(INSTALL) --group check
	@touch $@
