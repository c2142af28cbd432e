# Everything a person types. `make help` lists it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2
ARGS ?=
PRINTING := pango-1.0 pangoft2-1.0 harfbuzz-subset
# The development lock holds everything of the runtime lock, so a checkout that has it needs no other.
READY := $(if $(wildcard $(VENV)/dev.stamp),$(VENV)/dev.stamp,$(VENV)/runtime.stamp)
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help demo setup test lint soak bench coverage chromium printing lock vendor migration

help: ## say what can be done here
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(READY) ## set up what is missing, load demo data and serve on http://127.0.0.1:8000
	@exec $(BIN)/brokerage demo $(ARGS)

setup: $(VENV)/dev.stamp ## install everything for development into .venv

test: $(VENV)/dev.stamp lint ## lint, types, stairs, then every test on SQLite, PostgreSQL and in a browser
	@for need in chromium printing; do \
	  $(MAKE) --no-print-directory $$need PYTHON=$(BIN)/python || [ -z "$$BROKERAGE_REQUIRE_ALL" ] || exit 1; done
	$(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

lint: $(VENV)/dev.stamp ## style, types, the direction of imports, templates
	$(BIN)/ruff check --quiet
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --quiet --lint src/brokerage/web/templates

soak: $(VENV)/dev.stamp ## the long tests: thousands of generated cases
	BROKERAGE_HYPOTHESIS_PROFILE=soak $(BIN)/python -m pytest -m soak --timeout 3600 $(ARGS)

bench: $(VENV)/dev.stamp ## measure, print tables, write benchmarks/results
	$(BIN)/python -m benchmarks.run $(ARGS)

coverage: $(VENV)/dev.stamp ## which lines no test reaches
	@mkdir -p var/coverage && rm -f var/coverage/data*
	$(BIN)/coverage run -m pytest $(ARGS)
	$(BIN)/coverage combine --quiet && $(BIN)/coverage report

chromium: ## find a Chromium for the browser tests, or install one where that is possible
	@$(PYTHON) -m tests.chromium || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null \
	      && $(PYTHON) -m tests.chromium; \
	  else \
	    echo "There is no Chromium here. Install your system's chromium, or run: $(BIN)/playwright install chromium" >&2; exit 1; \
	  fi; }

printing: ## find the libraries that make PDF pages, or install them where that is possible
	@$(PYTHON) -c 'import sys; from ctypes.util import find_library as f; sys.exit(not all(map(f, "$(PRINTING)".split())))' || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 >/dev/null; \
	  else \
	    echo "Printing needs the system libraries $(PRINTING). Everything else works without them." >&2; exit 1; \
	  fi; }

lock: $(VENV)/dev.stamp ## write the locks anew from pyproject.toml (UPGRADE=1 takes newer releases)
	$(call compile,build,runtime)
	$(call compile,dev,dev)

compile = $(BIN)/uv pip compile pyproject.toml --extra service --group $(1) -o requirements/$(2).lock --universal \
	--python-version 3.11 --generate-hashes --no-annotate --no-header --quiet $(if $(UPGRADE),--upgrade)

vendor: $(VENV)/dev.stamp ## fetch the front-end files named in package.json and copy them where they are served
	npm ci --silent --ignore-scripts
	$(BIN)/python -m tools.vendor

migration: $(VENV)/dev.stamp ## write the next migration from the models: make migration NAME=add_something
	$(BIN)/python -m brokerage.store.migrations.writing $(or $(NAME),$(error say what it does: make migration NAME=add_something))

$(VENV)/python.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Python 3.11 or newer is needed. $(PYTHON) is $$($(PYTHON) --version 2>&1 || true)." >&2; \
	  echo "If you have a newer one under another name, say so: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "This Python can't make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/runtime.stamp: requirements/runtime.lock pyproject.toml | $(VENV)/python.stamp
	$(call install,runtime)

$(VENV)/dev.stamp: requirements/dev.lock pyproject.toml | $(VENV)/python.stamp
	$(call install,dev)

define install
	@echo "Installing what requirements/$(1).lock names (a minute or two the first time)"
	@$(INSTALL) --require-hashes -r requirements/$(1).lock
	@$(INSTALL) --no-build-isolation --no-deps -e .
	@touch $(VENV)/$(1).stamp
endef
