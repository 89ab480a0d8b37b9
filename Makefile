# Two commands are enough: `make run` starts Sonae, `make test` proves it. Everything else is a part of these.
.DEFAULT_GOAL := help
.PHONY: help setup run demo test check bench peers lock clean
.DELETE_ON_ERROR:

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
CATALOGUES := $(wildcard src/sonae_web/locale/*/LC_MESSAGES/django.po src/sonae_web/*/locale/*/LC_MESSAGES/django.po)
COMPILED := $(CATALOGUES:.po=.mo)
LOCK := uv pip compile --universal --python-version 3.11 --only-binary :all: --generate-hashes --no-emit-index-url --no-header --no-annotate

help: ## show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /make \1\t/' | expand -t 14

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Sonae needs Python 3.11 or newer; try: make PYTHON=python3.11 / Python 3.11 以上が必要です"; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/app.stamp: requirements/app.txt pyproject.toml | $(BIN)/python
	@echo "Installing what Sonae needs (once, about two minutes) / 必要なものを入れています（初回のみ、2分ほど）"
	$(PIP) install --require-hashes --only-binary :all: -r requirements/app.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/app.stamp
	$(PIP) install --require-hashes --only-binary :all: -r requirements/dev.txt
	@touch $@

$(COMPILED): %.mo: %.po $(VENV)/app.stamp
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

$(VENV)/kernels.stamp: $(VENV)/app.stamp $(wildcard src/sonae/kernels/*.py)
	@echo "Compiling the simulation (once, about a minute) / 計算の部品を準備しています（初回のみ、1分ほど）"
	@$(BIN)/python -c "from sonae.insurance import years; years.warm()" & years=$$!; \
	$(BIN)/python -c "from sonae.portfolio import warm as books; from sonae.supplier import warm; warm.warm(); books.warm()" && wait $$years
	@touch $@

setup: $(VENV)/app.stamp $(VENV)/kernels.stamp $(COMPILED) ## create .venv, install the locked set, compile translations

run: setup ## start Sonae on this computer and open the five-minute diagnosis
	@$(BIN)/sonae run

demo: setup ## the same with a fictional company filled in to the last page
	@$(BIN)/sonae demo

test: setup $(VENV)/dev.stamp ## run all tests, with a real browser and a real PostgreSQL
	@sh tests/browser/install.sh
	$(BIN)/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder

check: $(VENV)/dev.stamp ## format, lint, types, import rules
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy --no-error-summary
	$(BIN)/lint-imports --no-logo > $(VENV)/imports.txt || { cat $(VENV)/imports.txt; exit 1; }

bench: setup $(VENV)/dev.stamp ## measure every promise on speed; prints medians
	@for file in bench/*.py; do echo "== $$file"; $(BIN)/python $$file || exit 1; done

peers: $(BIN)/python ## install the packages that the benchmark compares with, apart from everything else
	$(PYTHON) -m venv $(VENV)/peers
	$(VENV)/peers/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes --only-binary :all: -r requirements/peers.txt

lock: ## renew the locked versions (needs uv on the path)
	$(LOCK) --group pyproject.toml:build --extra web --extra cluster pyproject.toml -o requirements/app.txt
	$(LOCK) requirements/peers.in -o requirements/peers.txt
	$(LOCK) --group pyproject.toml:build --group pyproject.toml:dev --extra web --extra server --extra cluster -c requirements/app.txt pyproject.toml -o requirements/dev.txt

clean: ## remove the environment and everything generated
	rm -rf $(VENV) artefacts build dist $(COMPILED)
