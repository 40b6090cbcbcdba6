# `make demo` and `make test` do all their own set-up; only Python (3.11 or newer), make and git are needed.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
OUT    ?= ictclub-demo
WINE   ?= .wine
# Two more than there are cores: tests with boards, browsers and servers wait half of their time.
WORKERS ?= $(shell $(PYTHON) -c "import os; print(2 + (os.cpu_count() or 1))")
CATALOGUES := $(wildcard kimotsuki_ictclub/locale/*/LC_MESSAGES/*.po)

.PHONY: demo test tests lint style types bench reference pictures windows clean

demo: $(VENV)/.ready
	$(BIN)/ictclub demo --out $(OUT)

# The types are checked beside the tests: they keep one core for a minute.
test: style
	$(MAKE) --no-print-directory --jobs=2 tests types

# Without kept bytecode each process that a test starts would compile the package anew.
tests: export PYTHONDONTWRITEBYTECODE =
tests: $(VENV)/.ready
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --ignore tests/windows

lint: style types

style: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check kimotsuki_ictclub tests benchmarks docs hatch_build.py

types: $(VENV)/.ready
	$(BIN)/mypy

bench: $(VENV)/.ready
	$(BIN)/python -m benchmarks $(NAME)

reference: $(VENV)/.ready
	$(BIN)/python docs/make_reference.py

$(VENV)/.ready: pyproject.toml hatch_build.py $(CATALOGUES)
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	touch $@

# The evening that the README shows, played anew; look at the pictures afterwards.
pictures: $(VENV)/.ready
	$(BIN)/python -m docs.make_pictures

clean:
	rm -rf $(VENV) $(OUT) $(WINE)

# The smoke tests on a Windows Python under Wine: Debian's wine64, osslsigncode and ca-certificates are needed.
windows: $(VENV)/.ready
	$(BIN)/python -m tests.windows.make_wine $(WINE)
	ICTCLUB_WINE=$(abspath $(WINE)) $(BIN)/python -m pytest -n 2 --dist worksteal tests/windows
