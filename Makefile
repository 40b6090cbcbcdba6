# `make demo` and `make test` do all their own set-up; only Python (3.11 or newer), make and git are needed.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
OUT    ?= ictclub-demo
CATALOGUES := $(wildcard kimotsuki_ictclub/locale/*/LC_MESSAGES/*.po)

.PHONY: demo test lint bench clean

demo: $(VENV)/.ready
	$(BIN)/ictclub demo --out $(OUT)

test: $(VENV)/.ready lint
	$(BIN)/python -m pytest -n auto --dist worksteal

lint: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check kimotsuki_ictclub tests benchmarks hatch_build.py
	$(BIN)/mypy

bench: $(VENV)/.ready
	$(BIN)/python -m benchmarks $(NAME)

$(VENV)/.ready: pyproject.toml hatch_build.py $(CATALOGUES)
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	touch $@

clean:
	rm -rf $(VENV) $(OUT)
