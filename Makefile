# The words of the house: `make help` lists them.  Everything lives in .venv, locked with hashes.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
LOCK := $(BIN)/pip-compile --generate-hashes --no-emit-index-url --no-emit-trusted-host \
	--no-emit-find-links --strip-extras --allow-unsafe --no-header --quiet
DEMO := data/demo/diembao.toml
CONFIG ?= $(if $(wildcard diembao.toml),diembao.toml,$(DEMO))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test lint gate fit review lock clean \
	bench-read bench-tagger bench-hostile bench-long bench-crawl bench-kills bench-found bench-metadata

help:  ## List the words
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 12

demo: .venv/.demo  ## Run the whole pipeline once against the newsstand, and print what it found
	@$(BIN)/python -m newsstand.demo

test: .venv/.dev  ## Run the tests
	$(BIN)/python -m pytest

lint: .venv/.dev  ## Check style, types, layers, printed parts of the docs, and the spider's contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m cogapp --check $(shell grep -lF '[[[cog' README.md docs/*.md db/schema.sql 2>/dev/null)
	$(BIN)/scrapy list
	$(BIN)/scrapy check

gate: .venv/.dev  ## Hold what the reader scores against the floors (ACCEPT=1 raises them)
	$(BIN)/python -m tests.bench.gate $(if $(ACCEPT),--accept)

fit: .venv/.dev  ## Fit how sure readings are on the labelled texts (GOLD=file.jsonl adds more)
	$(BIN)/python -m tests.bench.fit $(GOLD)

bench-read: .venv/.dev  ## Measure how fast and how well articles are read
	$(BIN)/python -m tests.bench.read

bench-metadata: .venv/.dev  ## Measure how often title, minute, byline and text are right, beside trafilatura
	$(BIN)/python -m tests.bench.metadata

bench-crawl: .venv/.dev  ## Measure a crawl beside a bare Scrapy spider (ARTICLES=400 for a small one)
	$(BIN)/python -m tests.bench.crawl $(if $(ARTICLES),--articles $(ARTICLES))

bench-kills: .venv/.dev  ## Kill a crawl of 8,000 articles 30 times, and look for what was lost (ARTICLES=, KILLS=)
	$(BIN)/python -m tests.bench.kills $(if $(ARTICLES),--articles $(ARTICLES)) $(if $(KILLS),--kills $(KILLS))

bench-hostile: .venv/.dev  ## Measure what hostile texts cost to read, and how it grows
	$(BIN)/python -m tests.bench.hostile

bench-long: .venv/.dev  ## Read 100,000 pages (N=2000: so many), interrupted twice, and look for what was lost
	$(BIN)/python -m tests.bench.long $(N)

bench-tagger: .venv/.dev  ## Measure what a trained tagger and ner would add to the rules (MORE="folders" adds articles)
	$(BIN)/python -m tests.bench.tagger $(MORE)

bench-found: .venv/.dev  ## Measure what a crawl finds of PAPERS x ARTICLES, by each way and all, and how right it is
	$(BIN)/python -m tests.bench.found $(or $(PAPERS),7) $(or $(ARTICLES),45)

review: .venv/.demo  ## Open the review desk, on diembao.toml or else on what the demo found
	$(BIN)/diembao review --config $(CONFIG)

lock: .venv/.dev  ## Write requirements*.txt anew from pyproject.toml
	$(LOCK) --upgrade --extra demo --output-file requirements.txt pyproject.toml
	$(LOCK) --upgrade --extra demo --extra dev --constraint requirements.txt \
		--output-file requirements-dev.txt pyproject.toml

clean:  ## Remove what can be made again: .venv, caches, the demo's data
	rm -rf .venv data/demo build ./*.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .scrapy
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Stamps: a word runs at once when nothing it needs has changed.

.venv/.pip: requirements-pip.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Error: $(PYTHON) is missing or older than 3.11; install Python 3.11 or newer, or name it: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "Error: $(PYTHON) cannot make virtual environments; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@echo "Setting up .venv: once, for a few minutes"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(PIP) install --quiet --require-hashes -r requirements-pip.txt
	@touch $@

.venv/.demo: requirements.txt pyproject.toml .venv/.pip
	@$(PIP) install --quiet --require-hashes -r requirements.txt
	@$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.demo
	@$(PIP) install --quiet --require-hashes -r requirements-dev.txt
	@touch $@
