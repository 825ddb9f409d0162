# Everything a person or CI runs. Each target sets up what it needs; nothing has to be activated.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
READY_DEMO := $(VENV)/.ready-demo
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
# More than cores: a good part of the suite waits for processes and sockets.
WORKERS ?= 4
ARGS ?=
# Where `make docs-serve` listens.
PORT ?= 8000
# Some images forbid bytecode, which would compile the SDK anew in each of hundreds of processes that tests start, and the tests in each
# worker. `make clean` removes it.
export PYTHONDONTWRITEBYTECODE :=

.NOTPARALLEL: # targets install into one environment
.PHONY: FORCE help demo test coverage test-matrix packaged dist picture recording notebook docs docs-serve spell links check generate typecheck format clean regenerate vendor-changes drift surface conformance chaos kill-test kill-archive mutants soak archive-soak bench bench-quick bench-plots

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# Names the Python that the environment was made with. Another Python makes it anew; the same one leaves the file, and its time, alone.
$(VENV)/.python: FORCE
	@{ read -r base && read -r wanted; } < <($(PYTHON) -c 'import sys; sys.version_info >= (3, 11) and print(sys._base_executable, sys.version.split()[0] + " " + sys.base_prefix, sep="\n")') \
	  || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 ..."; exit 1; }; \
	if [ "$$wanted" != "$$(cat $@ 2>/dev/null)" ]; then \
	  rm -rf $(VENV); \
	  "$$base" -m venv $(VENV) || { echo "venv is missing: install python3-venv, or set PYTHON"; exit 1; }; \
	  echo "$$wanted" > $@; \
	fi

$(READY_DEMO): $(VENV)/.python pyproject.toml setup.py constraints.txt requirements/demo.txt
	@echo "setting up $(VENV) for the demo (once, some seconds)"
	@$(PIP) --requirement requirements/demo.txt
	@touch $@

$(READY): $(VENV)/.python pyproject.toml setup.py constraints.txt requirements/demo.txt requirements/docs.txt requirements/generator.txt requirements/dev.txt
	@echo "setting up $(VENV) (once, about a minute)"
	@$(PIP) --requirement requirements/dev.txt
	@touch $(READY_DEMO) $@

demo: $(READY_DEMO) ## run the quickstart, async and sync, and a live transcript against the embedded emulator (CORTEX_API_KEY: the real API)
	@$(BIN)/python examples/quickstart.py
	@$(BIN)/python examples/quickstart_sync.py
	@$(if $(CORTEX_API_KEY),,$(BIN)/python examples/live_transcript.py)

test: $(READY) ## run the test suite, or a part of it (ARGS='tests/wire -k retries')
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

# A tracer slows the suite down, and time limits of tests may fail under it: here only what they cover counts. It also never delivers the
# exception that kills the loop thread in one test, which then waits for ever.
coverage: $(READY) ## show the branch coverage of the hand-written code; fails below the floor in pyproject.toml
	-$(BIN)/python -m pytest -n $(WORKERS) --cov --cov-report= --deselect tests/sync/test_sync_loop.py::test_a_killed_loop_thread_fails_its_calls_and_is_replaced
	$(BIN)/coverage xml --quiet --fail-under=0
	$(BIN)/coverage report

test-matrix: $(READY) ## run the core tests with the lowest and the newest dependencies, on each Python that is there (ONLY=lowest, ON=python3.12)
	$(BIN)/python -m tests.matrix --workers $(WORKERS) $(if $(ONLY),--only $(ONLY)) $(if $(ON),--python $(ON))

packaged: $(READY) ## pack a program with PyInstaller and from a zip file, and run it
	$(BIN)/python -m pytest tests/packaging

dist: $(READY_DEMO) ## build sdist and wheel, check them, and run the quickstarts from the wheel in a clean environment
	@$(PIP) --requirement requirements/dist.txt
	rm -rf build dist
	PIP_CONSTRAINT=$(CURDIR)/constraints.txt $(BIN)/python -m build --outdir dist .
	$(BIN)/python -m twine check --strict dist/*
	$(BIN)/python -m tests.packaging.wheel dist

picture: $(READY_DEMO) ## run examples/live_transcript.py and record it as docs/images/live-transcript.svg
	$(BIN)/python -m tests.examples.picture

notebook: $(READY) ## run docs/notebooks/archive.ipynb and write its pictures to docs/images/
	@$(BIN)/python -m tests.archives.notebook

recording: $(READY) ## record cortex on a pseudo-terminal as docs/images/command-line.svg
	$(BIN)/python -m tests.cli.recording

docs: $(READY) ## build the documentation site into build/site (no network); a warning fails
	$(BIN)/python -m sphinx -W -n --keep-going --jobs auto -q -b html -d build/doctrees docs build/site
	@$(BIN)/python -m tests.docs.offline build/site
	@$(BIN)/python -m tests.reference.llms build/site
	@echo "build/site/index.html"

docs-serve: docs ## show the documentation site at http://127.0.0.1:8000 (PORT=...)
	$(BIN)/python -m http.server --bind 127.0.0.1 --directory build/site $(PORT)

spell: $(READY) ## check the spelling of the pages (needs aspell and its English dictionary; docs/words.txt has our words)
	@if command -v aspell >/dev/null; then mkdir -p build && $(BIN)/python -m pyspelling --config .pyspelling.yml; \
	elif [ -n "$(CI)" ]; then echo "aspell is missing: apt-get install aspell aspell-en"; exit 1; \
	else echo "spelling is not checked: apt-get install aspell aspell-en"; fi

links: $(READY) ## check the links between the pages
	@$(BIN)/python -m tests.docs.links

check: $(READY) typecheck spell links ## lint, format, generated code current, types, spelling and links of the pages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m generator check
	$(BIN)/python -m tests.cli.page --check
	$(BIN)/python -m tests.reference --check

typecheck: $(READY) ## mypy --strict, pyright strict, completeness of the public types
	$(BIN)/mypy
	$(BIN)/pyright
	@# From a copy: pyright finds no py.typed for a package that is part of the project it stands in.
	@copy=$$(mktemp -d) && trap 'rm -rf $$copy' EXIT && cp -r cortex_async cortex_sync $$copy && cd $$copy && \
	for package in cortex_async cortex_sync; do \
	  PYTHONPATH=$$copy $(CURDIR)/$(BIN)/pyright --pythonpath $(CURDIR)/$(BIN)/python --ignoreexternal --verifytypes $$package \
	    > $$copy/report || { cat $$copy/report; exit 1; }; echo "$$package: $$(grep completeness $$copy/report)"; \
	done

generate: $(READY) ## write the generated code and reference from spec/, and the pages of commands, errors and modules
	$(BIN)/python -m generator build
	$(BIN)/python -m tests.cli.page
	$(BIN)/python -m tests.reference

regenerate: $(READY) ## fetch the OpenAPI document (URL=...), report changes, write the code, list what is to decide
	$(BIN)/python -m generator fetch $(if $(URL),--url $(URL))
	-$(BIN)/python -m generator diff
	$(BIN)/python -m generator build
	$(BIN)/python -m tests.cli.page
	$(BIN)/python -m tests.reference
	@$(BIN)/python -m generator checklist

vendor-changes: $(READY) ## change a copy of the OpenAPI document in every ordinary way and run the whole suite on it
	$(BIN)/python -m tests.vendor_changes

drift: $(READY) ## report what FILE=openapi.json would change for users, or propose an overlay for OBSERVED=drift.json; writes nothing
	@test -n "$(FILE)$(OBSERVED)" || { echo "name a file: make drift FILE=openapi.json, or OBSERVED=drift.json"; exit 2; }
	$(BIN)/python -m generator drift $(FILE) $(if $(OBSERVED),--observed $(OBSERVED))

surface: $(READY) ## compare the public surface with the last release's and say which version it needs
	$(BIN)/python -m generator surface --check

conformance: $(READY) ## attack every operation of the emulator with schemathesis (under 5 minutes)
	@$(PIP) --requirement requirements/conformance.txt
	$(BIN)/python -m tests.emulator.conformance

chaos: $(READY) ## disturb a stream and a message feed 500 times over real sockets
	CHAOS_CYCLES=500 $(BIN)/python -m pytest --timeout 1200 tests/realtime/test_stream_sockets.py tests/feeds/test_message_feed.py

kill-test: $(READY) ## kill, suspend and cut off relays and workers 500 times for each broker at 500 messages/s (KILLS=500 RATE=500 LEASE=1 SEED=1)
	RELAY_MODEL_LONG=1 KILLS=$(or $(KILLS),500) RATE=$(or $(RATE),500) $(if $(LEASE),LEASE=$(LEASE)) $(if $(SEED),SEED=$(SEED)) \
	  $(BIN)/python -m pytest -s tests/relay/kills tests/relay/test_leading_model.py

kill-archive: $(READY) ## kill updates and erasures of an archive at 200 random moments, in each layout (KILLS=1000 SEED=1)
	KILLS=$(or $(KILLS),200) $(if $(SEED),SEED=$(SEED)) $(BIN)/python -m pytest -s --timeout 3600 tests/archives/test_kills.py tests/erasure/test_erasure_kills.py

mutants: $(READY) ## put faults into MODULE=path.py one at a time and show those no test notices (SAMPLE=50: only so many)
	@test -n "$(MODULE)" || { echo "name a module: make mutants MODULE=cortex_async/_core/retry.py"; exit 2; }
	@$(PIP) --requirement requirements/mutants.txt
	$(BIN)/python -m tests.mutants $(MODULE) --sample $(or $(SAMPLE),0)

soak: $(READY) ## a million events against a sleeping consumer, in each overflow policy
	$(BIN)/python -m benchmarks.stream_soak

archive-soak: $(READY) ## a million messages in ten thousand sessions into an archive of each layout, within 200 MiB
	$(BIN)/python -m benchmarks.archive_soak 10000 100 people
	$(BIN)/python -m benchmarks.archive_soak 10000 100 engines

bench: ## measure speed against the peers and write benchmarks/README.md (under 15 minutes); make bench-NAME takes one measure
	$(PYTHON) -m benchmarks --readme

bench-quick: ## a short form of every measure (under 2 minutes); writes nothing
	$(PYTHON) -m benchmarks --quick

bench-plots: ## draw the figures of the last run into docs/performance/
	$(PYTHON) -m benchmarks.plots

bench-%:
	$(PYTHON) -m benchmarks $*

format: $(READY) ## lay out the hand-written code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean: ## remove what the targets made
	rm -rf $(VENV) .matrix benchmarks/.venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage coverage.xml
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
