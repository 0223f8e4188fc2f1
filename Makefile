# The workshop's short commands. `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000

.PHONY: help setup run test check lock assets translations clean

help:  ## list these commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

setup: $(VENV)/ready  ## make the virtual environment and bake the directory
	@$(BIN)/navigator directory bake --if-changed

$(VENV)/ready: locks/run.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; this is " + sys.version.split()[0])'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r locks/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

run: setup  ## serve the navigator on 127.0.0.1:8000 (PORT=… for another)
	@$(BIN)/navigator serve --port $(PORT)

$(VENV)/ready-to-test: $(VENV)/ready locks/test.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r locks/test.txt
	@touch $@

test: setup $(VENV)/ready-to-test  ## run every test, the browser ones and PostgreSQL included
	@sh tests/browser/install.sh
	$(BIN)/ruff check navigator tests
	$(BIN)/ruff format --check navigator tests
	$(BIN)/navigator check
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile
	@echo "Once more, everything that keeps records, with PostgreSQL:"
	@sh tests/postgres.sh $(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile tests/desk tests/casework tests/messages

check: setup  ## check the data, needs and words without running the tests
	@$(BIN)/navigator check

lock:  ## make the locks anew from pyproject.toml and locks/*.in (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url pyproject.toml locks/build.in -o locks/run.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url -c locks/run.txt locks/test.in locks/browser.in -o locks/test.txt

assets:  ## rebuild the vendored front-end files (needs Node)
	cd navigator/static/source && npm ci --silent && npm run --silent build
	$(BIN)/navigator assets manifest

translations: setup  ## gather every sentence into messages.pot and bring the catalogues up to date
	@$(BIN)/navigator translations update

clean:  ## remove what can be made again
	rm -rf $(VENV) var/baked
