# Everything from a machine with only Python: `make start` trains a first net, `make test` tests.
# Tests run side by side, three on two cores: tests of pages wait half of their time. Threads of torch
# within them would only wait for each other.

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
JOBS   ?= 3
SECONDS ?= 60

.PHONY: start test test-lowest check walk fuzz draw studio clean

start: $(VENV)/.installed  ## install, train a net on the embedded digits, say where the report is
	$(BIN)/convscope train digits --epochs 40 --batch-size 32

test: $(VENV)/.installed-dev check  ## every check and every test
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n $(JOBS) --dist loadgroup

test-lowest:  ## unit tests and one training with the lowest versions that pyproject.toml allows
	$(PYTHON) tools/lowest_versions.py

check: $(VENV)/.installed-dev  ## format, lint, types, direction of imports
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/basedpyright
	$(BIN)/lint-imports --no-cache

walk: $(VENV)/.installed-dev  ## every documented command, run and judged; the table goes to docs/walks
	PYTHONPATH=tools $(BIN)/python -m walk

fuzz: $(VENV)/.installed-dev  ## read files changed at random, SECONDS=60 of them
	$(BIN)/python tools/fuzz --seconds $(SECONDS)

draw: $(VENV)/.installed  ## open the drawing page
	$(BIN)/convscope draw

studio: $(VENV)/.installed  ## look at data, train, compare runs, put labels right, in the browser
	$(BIN)/convscope studio

clean:  ## remove the environment and caches; runs and data stay
	rm -rf $(VENV) .pytest_cache .ruff_cache .hypothesis build dist

# An environment without pip is what Debian leaves where python3-venv is missing: it is made anew.
$(VENV)/.created:
	@if [ -f $(VENV)/pyvenv.cfg ] && ! $(BIN)/python -m pip --version >/dev/null 2>&1; then rm -rf $(VENV); fi
	@$(PYTHON) -m venv $(VENV) || { \
	  if [ -f $(VENV)/pyvenv.cfg ]; then rm -rf $(VENV); fi; \
	  echo; \
	  echo "convscope: $(PYTHON) cannot make an environment with pip in it."; \
	  echo "Expected Python 3.11 or later with the modules venv and ensurepip."; \
	  echo "On Debian and Ubuntu: sudo apt install python3-venv; then again: make start"; \
	  exit 1; }
	$(BIN)/python -m pip install --quiet --upgrade pip
	touch $@

$(VENV)/.installed: $(VENV)/.created pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $@
