# One command on a fresh machine: `make run`. Needs git, make and python3 (3.9 or later).
# Everything else is installed into this folder: .tools/ (uv) and .venv/ (locked packages).

PYTHON3 ?= python3
PY := .venv/bin/python
RUNTIME := $(PYTHON3) -m scripts.bootstrap runtime
DEV := $(PYTHON3) -m scripts.bootstrap dev
ARGS ?=

export RASA_TELEMETRY_ENABLED := false
export TF_CPP_MIN_LOG_LEVEL := 2
export SQLALCHEMY_SILENCE_UBER_WARNING := 1
export PYTHONUTF8 := 1

# Targets share .venv, the model and the ports: one after the other, also under `make -j`.
.NOTPARALLEL:
.DEFAULT_GOAL := help
.PHONY: help run stop talk train web test test-fast lint format check bench eval lock clean ci dev prepare

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

run: ## start everything in the foreground and print the chat page's address
	@$(RUNTIME) -m scripts.run

stop: ## stop the assistant that runs in another terminal
	@if [ -x $(PY) ]; then $(PY) -m scripts.run stop; else echo "家保没有在运行。"; fi

talk: ## talk in the terminal
	@$(RUNTIME) -m scripts.run prepare
	@$(PY) -m bot chat $(ARGS)

train: ## train the model even when nothing changed
	@$(RUNTIME) -m scripts.train --force

web: ## build the chat page
	@$(RUNTIME) scripts/build_web.py

test: prepare ## run the whole test suite with coverage (ARGS="-k name" to choose)
	@$(PY) -m pytest --cov --cov-report=term:skip-covered --durations=15 $(ARGS)

test-fast: dev ## run the tests that need no model, no processes and no browser
	@$(PY) -m pytest -q -m "not slow and not assistant and not browser" $(ARGS)

lint: dev ## ruff, formatting and mypy
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy bot actions

format: dev ## format the code and mend what ruff can mend
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

check: lint ## lint, the repository's contracts and Rasa's own data validation
	@$(PY) -m pytest -q tests/contract $(ARGS)

bench: prepare ## measure speed; see benchmarks/
	@$(PY) -m benchmarks $(ARGS)

eval: prepare ## measure the quality of understanding and advice; see eval/
	@$(PY) -m eval $(ARGS)
	@[ -n "$(ARGS)" ] || $(PY) -m eval exactness

lock: dev ## compile requirements/*.in into locks with hashes and without addresses
	@$(PY) -m scripts.lock

clean: ## delete what can be built again; keeps .venv and the data in var/
	rm -rf build models .rasa results jiabao.egg-info htmlcov .coverage .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -path ./.venv -prune -o -path ./.tools -prune -o -name node_modules -prune -o -name __pycache__ -type d -print | xargs rm -rf

ci: ## what CI runs
	@bash .ci/run

dev:
	@$(DEV)

prepare: dev
	@$(PY) -m scripts.run prepare
