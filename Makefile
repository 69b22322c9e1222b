# Every target sets itself up: all it needs is Python 3.11 or newer, git and make.
# PYTHON=python3.12 chooses the interpreter for a new .venv, and PYTEST_ADDOPTS="-k comment" which tests are run.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# pip 25.1 is the first that reads [dependency-groups].
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: demo test test-long test-oldest test-wheel check bench clean

demo: $(VENV)/.runtime
	@$(BIN)/hcsync demo

test: $(VENV)/.test
	@$(BIN)/python -m pytest -q -n auto

test-long: $(VENV)/.test
	@$(BIN)/python -m pytest -q -n auto -m long

# On each library at the lower bound that pyproject.toml gives it. A new environment each time, as CI has one.
test-oldest:
	@rm -rf build/oldest && $(PYTHON) -m venv build/oldest
	@build/oldest/bin/python -c 'import tomllib; print(*(one.replace(">=", "==") for one in tomllib.load(open("pyproject.toml", "rb"))["project"]["dependencies"]), sep="\n")' > build/oldest/constraints.txt
	@cat build/oldest/constraints.txt
	@build/oldest/bin/python -m pip install --quiet --disable-pip-version-check 'pip>=25.1'
	@build/oldest/bin/python -m pip install --quiet --constraint build/oldest/constraints.txt --editable . --group test
	@build/oldest/bin/python -m pytest -q -n auto

# The wheel as users install it, its demo, and the tests that go through the command line, where no sources are.
test-wheel:
	@rm -rf build/wheel && $(PYTHON) -m venv build/wheel/.venv
	@build/wheel/.venv/bin/python -m pip install --quiet --disable-pip-version-check 'pip>=25.1'
	@build/wheel/.venv/bin/python -m pip wheel --quiet --no-deps --wheel-dir build/wheel/dist .
	@build/wheel/.venv/bin/python -m pip install --quiet build/wheel/dist/*.whl --group test
	@tar --exclude=./hcsync --exclude=./build --exclude=./.venv --exclude=./.git --exclude=./.hcsync -cf - . | tar -xf - -C build/wheel
	@cd build/wheel && .venv/bin/hcsync demo
	@cd build/wheel && .venv/bin/pytest -q -n auto tests/cli tests/e2e --ignore tests/e2e/test_workflows.py --ignore tests/e2e/test_ci.py

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
