# Two commands for a newcomer: make demo, make test.
PYTHON ?= python3
BIN := .venv/bin
SERVE ?= 1
PORT ?= 8000
VIEWER := src/fittingroom/show/assets/report.js
PAGE := src/fittingroom/server/static/index.html

.PHONY: help demo test test-all check format bench peers grid docs api web setup clean

help:  ## what there is to make
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

demo: setup  ## try three sizes on the example shopper, open the fitting room (SERVE=0 ends instead)
	$(BIN)/python scripts/demo.py --serve $(SERVE) --port $(PORT)

# browsers come after the rest and by themselves: here they draw by the processor, and drapes beside starve them
test: setup .venv/.dev  ## every fast test, from nothing
	sh scripts/install_test_tools.sh
	$(BIN)/pytest -n 2 --dist loadfile -m 'not slow and not browser'
	$(BIN)/pytest -m 'not slow and browser'

test-all: setup .venv/.dev  ## the slow grids too, and the body model's source
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[server,dev,model]'
	sh scripts/install_test_tools.sh
	$(BIN)/pytest -n 2 --dist loadfile -m 'not browser'
	$(BIN)/pytest -m browser

check: setup .venv/.dev  ## lint, types, import layers, docs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python scripts/write_docs.py --check
	$(BIN)/python scripts/garment_tables.py --check
	$(BIN)/python scripts/openapi.py --check
	cd web && npm run --silent check

api: .venv/.dev  ## write the page's client again from what the service speaks
	$(BIN)/python scripts/openapi.py
	cd web && npm run --silent api

format: .venv/.dev  ## put the code in shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: .venv/.dev  ## write the generated tables of the docs again
	$(BIN)/python scripts/write_docs.py
	$(BIN)/python scripts/garment_tables.py

bench: setup .venv/.dev .venv-peers/.ready  ## measure: bodies, drapes beside their peer, whole runs
	for each in benchmarks/*.py; do echo "== $$each"; $(BIN)/python $$each || exit 1; done

SAMPLE ?= 80
grid: setup  ## drape a random sample of people x garments x sizes x poses x fabrics (SAMPLE=2880 for all)
	$(BIN)/python scripts/grid.py --sample $(SAMPLE) --page

peers: .venv-peers/.ready  ## the solvers we measure ourselves against, in their own environment

.venv-peers/.ready: benchmarks/peers/requirements.txt
	$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/python -m pip install --quiet -r $<
	@touch $@

setup: $(PAGE) .venv/.ready  ## environment, page and warm caches
web: $(PAGE)  ## the fitting room's page and the report's 3D viewer

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name it: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv .venv || \
	  { rm -rf .venv; echo "No venv module: apt-get install python3-venv"; exit 1; }

.venv/.installed: pyproject.toml constraints.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[server]'
	@touch $@

.venv/.dev: .venv/.installed
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[server,dev]'
	@touch $@

.venv/.ready: .venv/.installed
	$(BIN)/fittingroom doctor --warm
	@touch $@

$(PAGE): web/package-lock.json $(shell find web/src web/public -type f) $(wildcard web/*.ts web/*.html)
	@command -v npm >/dev/null || { echo "Node 20 with npm is needed to build the page"; exit 1; }
	cd web && npm ci --no-fund --no-audit --loglevel=error && npm run --silent build
	@touch $(VIEWER) $@

clean:  ## remove what was made
	rm -rf .venv .venv-peers web/node_modules out $(VIEWER) src/fittingroom/server/static
