# `make run` opens the window, `make test` runs all tests without a screen.
# Both bring what is missing first (scripts/prepare.sh); a second call starts at once.

PY := .venv/bin/python
INSTALLED := .venv/.installed

.PHONY: run test lint screenshots wheel clean

run:
	@scripts/prepare.sh display
	@scripts/prepare.sh run
	@$(MAKE) --no-print-directory $(INSTALLED)
	@$(PY) -m cnnstudio $(if $(FILE),"$(FILE)")

# Tests run on all cores, on four at most: most of them wait for windows and engines.
# CNNSTUDIO_ALL_TESTS: a test whose program is missing fails instead of being skipped.
test:
	@scripts/prepare.sh test
	@$(MAKE) --no-print-directory $(INSTALLED)
	CNNSTUDIO_ALL_TESTS=1 $(PY) -m pytest -n auto --maxprocesses 4 --dist worksteal $(PYTEST_ARGS)

lint: $(INSTALLED)
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

screenshots: $(INSTALLED)
	@scripts/prepare.sh test
	$(PY) docs/take_screenshots.py

wheel: $(INSTALLED)
	$(PY) -m pip wheel --quiet --no-deps --wheel-dir dist .

clean:
	rm -rf .venv build dist *.egg-info

$(INSTALLED): pyproject.toml setup.py constraints.txt
	@scripts/prepare.sh venv
	@touch $@
