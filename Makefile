# The one vocabulary: people, hooks and CI all say these words. `make` alone lists them.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory

PORT ?= 8000
WORKERS ?= 2
PYTHON ?= $(shell command -v python3.11 || command -v python3)

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install
# What is committed is checked with keys that protect nobody, and without a database.
MANAGE := MANYHANDS_TESTING=yes MANYHANDS_DATABASE_URL=sqlite:///:memory: $(BIN)/python manage.py
UV := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-header --no-annotate --no-emit-index-url --no-emit-find-links $(if $(UPGRADE),--upgrade)

##@ Use it

.PHONY: demo
demo: .venv/.ready-to-run frontend translations  ## Start Manyhands with invented data on http://localhost:8000 (PORT=8010 for another)
	@$(BIN)/manyhands demo --port $(PORT)

.PHONY: setup
setup: .venv/.ready-to-change frontend translations  ## Prepare everything needed to change it

##@ Change it

.PHONY: test
test: setup  ## Test all that needs no browser and no installed server
	@$(BIN)/pytest -n $(WORKERS) $(ARGS)

.PHONY: test-postgres
test-postgres: setup  ## Test the same on a throw-away PostgreSQL, as a role that owns nothing
	@$(BIN)/python tests/throwaway_postgres.py $(BIN)/pytest -n $(WORKERS) $(ARGS)

.PHONY: test-browser
test-browser: setup  ## Test in a real browser (Chromium)
	@$(BIN)/pytest -m browser --run-browser $(ARGS)

.PHONY: coverage
coverage: setup  ## Say which branches no test walks
	@$(BIN)/python -m benchmarks.branches --workers $(WORKERS) $(ARGS)

.PHONY: mutate
mutate: setup  ## Break the code on purpose: the tests must notice (a night; ARGS="--sample 100 core/privacy" for less)
	@$(BIN)/python -m benchmarks.mutation $(ARGS)

# Compiled, the kernels are walked by nobody who counts; as plain Python they are.
.PHONY: cover-kernels
cover-kernels: setup  ## Kernels of the planning engine as plain Python: their tests must walk every branch (3 minutes)
	@rm -f .coverage.kernels .coverage.kernels.*
	@COVERAGE_FILE=.coverage.kernels NUMBA_DISABLE_JIT=1 $(BIN)/coverage run --source=src/manyhands/core/dispatch \
	  -m pytest -q -n 0 tests/core/dispatch --ignore=tests/core/dispatch/test_rule_isolation.py $(ARGS)
	@COVERAGE_FILE=.coverage.kernels $(BIN)/coverage combine --quiet
	@echo "All of the engine:"
	@COVERAGE_FILE=.coverage.kernels $(BIN)/coverage report --fail-under=0
	@echo "Its kernels:"
	@COVERAGE_FILE=.coverage.kernels $(BIN)/coverage report --include='*/core/dispatch/kernels/*' --fail-under=100

.PHONY: check
check: check-format check-lint check-types check-scripts check-imports check-dependencies check-migrations check-templates check-architecture check-docs  ## Check all that can be checked without running it

.PHONY: check-format
check-format: setup
	@$(BIN)/ruff format --check --quiet . || { echo "Not formatted. Run: make format"; exit 1; }

.PHONY: check-lint
check-lint: setup
	@$(BIN)/ruff check --quiet .

.PHONY: check-types
check-types: setup
	@MANYHANDS_TESTING=yes $(BIN)/mypy

.PHONY: check-scripts
check-scripts: setup
	@$(BIN)/python hatch_build.py types

.PHONY: check-imports
check-imports: setup
	@$(BIN)/lint-imports

.PHONY: check-dependencies
check-dependencies: setup
	@$(BIN)/deptry src

.PHONY: check-migrations
check-migrations: setup
	@$(MANAGE) makemigrations --check --dry-run
	@$(MANAGE) check --fail-level WARNING

.PHONY: check-templates
check-templates: setup
	@git ls-files -z 'src/*/templates/**.html' | xargs -0 --no-run-if-empty $(BIN)/djade --check --target-version 5.2

# Fields, sizes, words, links and translations: rules that are tests.
.PHONY: check-architecture
check-architecture: setup
	@$(BIN)/pytest -q -n 0 tests/architecture

.PHONY: check-docs
check-docs: setup
	@$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going --nitpicky -b html docs .cache/docs

.PHONY: check-rules
check-rules: setup  ## Take each rule and each measure of the engine away: its own tests must fail, and no others
	@MANYHANDS_TEST_ALL_RULES=yes $(BIN)/pytest -q -n $(WORKERS) tests/core/dispatch/test_rule_isolation.py

.PHONY: check-properties
check-properties: setup  ## Try every property with 500 examples, where the tests try 25
	@$(BIN)/pytest -q -n $(WORKERS) --hypothesis-profile=many -m hypothesis $(ARGS)

.PHONY: format
format: setup  ## Format code and templates
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --quiet --fix .
	@git ls-files -z 'src/*/templates/**.html' | xargs -0 --no-run-if-empty $(BIN)/djade --target-version 5.2

.PHONY: docs
docs: setup  ## Build the documentation into docs/_build/html
	@$(BIN)/sphinx-build --quiet --fail-on-warning --nitpicky -b html docs docs/_build/html
	@echo "docs/_build/html/index.html"

##@ Measure it

.PHONY: bench
bench: setup  ## Measure the pages and the actions, on SQLite and on PostgreSQL
	@$(BIN)/python -m benchmarks $(ARGS)
	@$(BIN)/python tests/throwaway_postgres.py $(BIN)/python -m benchmarks $(ARGS)

.PHONY: bench-dispatch
bench-dispatch: setup .venv/.ready-to-compare  ## Measure plans beside other ways, and every target (ARGS="--size medium --seed 7")
	@$(BIN)/python -m benchmarks.dispatch $(ARGS)

.PHONY: check-requests
check-requests: setup  ## What a list, a form and the board cost with 10,000 open requests, then with 20,000, on both databases
	@$(BIN)/python -m benchmarks --requests $(ARGS)
	@$(BIN)/python tests/throwaway_postgres.py $(BIN)/python -m benchmarks --requests $(ARGS)

.PHONY: check-suite
check-suite: setup  ## How long the tests take
	@$(BIN)/python -m benchmarks.suite $(ARGS)

.PHONY: check-asvs
check-asvs: setup  ## Take the 253 requirements of OWASP ASVS one by one: run every test that is named for one
	@$(BIN)/python -m benchmarks.asvs $(ARGS)

.PHONY: check-migrations-safe
check-migrations-safe: setup  ## Migrations that would stop what runs; each taken back and made again with rows, on both databases
	@$(BIN)/python -m benchmarks.migrations $(ARGS)
	@$(BIN)/python tests/throwaway_postgres.py $(BIN)/python -m benchmarks.migrations $(ARGS)

# The last time with the managers' filter off: then the database alone keeps the groups apart.
.PHONY: check-tenants
check-tenants: setup  ## Every route, as everybody, with other groups' things: nothing crosses, on both databases
	@$(BIN)/python -m benchmarks.tenants $(ARGS)
	@$(BIN)/python tests/throwaway_postgres.py $(BIN)/python -m benchmarks.tenants $(ARGS)
	@$(BIN)/python tests/throwaway_postgres.py $(BIN)/python -m benchmarks.tenants --unfiltered $(ARGS)

.PHONY: check-disclosure
check-disclosure: setup  ## Who sees what, cell by cell, in everything that can be opened, on both databases
	@$(BIN)/python -m benchmarks.disclosure $(ARGS)
	@$(BIN)/python tests/throwaway_postgres.py $(BIN)/python -m benchmarks.disclosure $(ARGS)

.PHONY: check-location
check-location: setup  ## Look for homes with all that can be opened, knowing every home and the rule, on both databases
	@$(BIN)/python -m benchmarks.location $(ARGS)
	@$(BIN)/python tests/throwaway_postgres.py $(BIN)/python -m benchmarks.location $(ARGS)

.PHONY: check-row-security
check-row-security: setup  ## What it costs that PostgreSQL keeps groups apart by itself
	@$(BIN)/python tests/throwaway_postgres.py $(BIN)/python -m benchmarks.row_security $(ARGS)

.PHONY: check-journal
check-journal: setup  ## Damage the journal in every way: all of it must show; how fast it is read, on both databases
	@$(BIN)/python -m benchmarks.journal $(ARGS)
	@$(BIN)/python tests/throwaway_postgres.py $(BIN)/python -m benchmarks.journal $(ARGS)

.PHONY: check-throttle
check-throttle: setup  ## 1,000 forms and 200 codes from one address: few get through, and nobody else is held up
	@$(BIN)/python -m benchmarks.throttle $(ARGS)
	@$(BIN)/python tests/throwaway_postgres.py $(BIN)/python -m benchmarks.throttle $(ARGS)

.PHONY: check-claims
check-claims: setup  ## 200 requests × 20 claims at once: exactly one winner each, on both databases
	@$(BIN)/python -m benchmarks.faults.claims $(ARGS)
	@$(BIN)/python tests/throwaway_postgres.py $(BIN)/python -m benchmarks.faults.claims $(ARGS)

.PHONY: check-idempotency
check-idempotency: setup  ## Each form and call sent five times at once is taken once, on both databases
	@$(BIN)/python -m benchmarks.faults.idempotency $(ARGS)
	@$(BIN)/python tests/throwaway_postgres.py $(BIN)/python -m benchmarks.faults.idempotency $(ARGS)

.PHONY: check-outbox
check-outbox: setup  ## Kill what sends messages 100 times: none lost, none sent twice, on both databases
	@$(BIN)/python -m benchmarks.faults.outbox $(ARGS)
	@$(BIN)/python tests/throwaway_postgres.py $(BIN)/python -m benchmarks.faults.outbox $(ARGS)

.PHONY: check-crash
check-crash: setup  ## Kill server and worker 20 times in mid-write: what was acknowledged is there, on both databases
	@$(BIN)/python -m benchmarks.faults.crash $(ARGS)
	@$(BIN)/python tests/throwaway_postgres.py $(BIN)/python -m benchmarks.faults.crash $(ARGS)

.PHONY: check-gateways
check-gateways: setup  ## Gateways that refuse, hang or hang up: few tries, then staff see it, on both databases
	@$(BIN)/python -m benchmarks.faults.gateways $(ARGS)
	@$(BIN)/python tests/throwaway_postgres.py $(BIN)/python -m benchmarks.faults.gateways $(ARGS)

.PHONY: check-degraded
check-degraded: setup  ## Take away database, disk, mail, texts and map: who asks is served or told what to do
	@$(BIN)/python -m benchmarks.faults.degraded $(ARGS)
	@$(BIN)/python -m benchmarks.faults.degraded --postgresql $(ARGS)

.PHONY: check-retention
check-retention: setup  ## Forget somebody, then look for them everywhere: tables, files, jobs, log, on both databases
	@$(BIN)/python -m benchmarks.left_behind $(ARGS)
	@$(BIN)/python tests/throwaway_postgres.py $(BIN)/python -m benchmarks.left_behind $(ARGS)

.PHONY: check-stolen-database
check-stolen-database: setup  ## Read the database as a thief would; change its keys while others write, on both databases
	@$(BIN)/python -m benchmarks.stolen $(ARGS)
	@$(BIN)/python tests/throwaway_postgres.py $(BIN)/python -m benchmarks.stolen $(ARGS)

.PHONY: check-backup
check-backup: setup  ## Back up while others write, restore it elsewhere and compare, on both databases
	@$(BIN)/python -m benchmarks.faults.backup $(ARGS)
	@$(BIN)/python tests/throwaway_postgres.py $(BIN)/python -m benchmarks.faults.backup $(ARGS)

.PHONY: check-headers
check-headers: setup  ## Every route, as everybody, made to answer in every way: what stands around each answer
	@$(BIN)/python -m benchmarks.headers $(ARGS)

.PHONY: check-fuzz
check-fuzz: setup  ## What nobody would send, to the API, every page, form and parser, on both databases
	@$(BIN)/python -m benchmarks.fuzz $(ARGS)
	@$(BIN)/python tests/throwaway_postgres.py $(BIN)/python -m benchmarks.fuzz $(ARGS)

.PHONY: check-webhooks
check-webhooks: setup  ## Change what others deliver in every way: all of it must be refused before it is read
	@$(BIN)/python -m benchmarks.webhooks $(ARGS)

.PHONY: check-wheel
check-wheel: setup  ## Build the wheel twice: the same bytes; list every library that runs with it
	@$(BIN)/python -m benchmarks.wheel $(ARGS)

.PHONY: check-licences
check-licences: setup  ## Every library with its licence: may it be part of ours, and are the locks as new as promised?
	@$(BIN)/python -m benchmarks.licences $(ARGS)

# Not part of `make check`, which runs without a network. SECURITY.md says who asks, and how often.
.PHONY: check-known-holes
check-known-holes: setup  ## Ask OSV about every locked version: which known hole has to be mended by when (needs a network)
	@$(BIN)/python -m benchmarks.known_holes $(ARGS)

##@ Build it

.PHONY: sbom
sbom: setup  ## List every library that runs with it into dist/sbom.json (CycloneDX)
	@mkdir -p dist
	@$(BIN)/cyclonedx-py requirements --output-reproducible --of JSON -o dist/sbom.json requirements/run.txt
	@echo dist/sbom.json

.PHONY: frontend
frontend: .venv/.ready-to-run  ## Bundle styles and scripts, if they changed
	@$(BIN)/python hatch_build.py frontend

.PHONY: translations
translations: .venv/.ready-to-run  ## Compile the translations, if they changed
	@$(BIN)/python hatch_build.py translations

.PHONY: wheel
wheel: .venv/.ready-to-run  ## Build the wheel into dist/
	@$(BIN)/python -m pip --disable-pip-version-check wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

# Hashes but no hosts: whoever installs decides where from. dev.txt is compiled first and holds the others to
# its versions, so that what runs is what was tested.
.PHONY: lock
lock: .venv/.ready-to-change  ## Compile the locks in requirements/ anew (UPGRADE=yes for newer versions)
	@$(UV) pyproject.toml --extra dispatch --extra postgres --group dev -o requirements/dev.txt
	@$(UV) pyproject.toml --extra dispatch --extra postgres -c requirements/dev.txt -o requirements/host.txt
	@$(UV) pyproject.toml --extra dispatch -c requirements/dev.txt -o requirements/run.txt
	@$(UV) --group build -c requirements/dev.txt -o requirements/build.txt
	@$(UV) --group bench -c requirements/dev.txt -o requirements/bench.txt

.PHONY: clean
clean:  ## Remove what was built; keep the environment and the demo's data
	@rm -rf build dist docs/_build .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@rm -rf src/manyhands/web/static/manyhands htmlcov .coverage .coverage.* test-results
	@find src -name '*.mo' -delete
	@find src tests -name __pycache__ -prune -exec rm -rf {} +

.PHONY: help
help:
	@awk 'BEGIN {FS = ":.*  ## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z-]+:.*  ## / {printf "  make %-16s %s\n", $$1, $$2}' Makefile
	@echo

# --- environment ----------------------------------------------------------------------------

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Manyhands needs Python 3.11 or newer: make PYTHON=/path/to/python")'
	@echo "environment: creating .venv"
	@$(PYTHON) -m venv .venv

.venv/.installed: requirements/build.txt requirements/run.txt | .venv/bin/python
	@echo "environment: installing what it takes to run"
	@$(PIP) --require-hashes -r requirements/build.txt -r requirements/run.txt
	@touch $@

.venv/.ready-to-run: .venv/.installed pyproject.toml hatch_build.py
	@echo "environment: building the front end and the translations"
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.ready-to-change: requirements/dev.txt | .venv/.ready-to-run
	@echo "environment: installing what it takes to change it"
	@$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

# What the engine is measured beside; nothing of it is needed to run or to change Manyhands.
.venv/.ready-to-compare: requirements/bench.txt | .venv/.ready-to-change
	@echo "environment: installing what to compare with"
	@$(PIP) --require-hashes -r requirements/bench.txt
	@touch $@
