# Every target does the set-up that is missing first; stamps keep it from being done twice.

VENV := .venv
BIN := $(VENV)/bin
PYTHONS := python3.14 python3.13 python3.12 python3.11 python3

.PHONY: help setup drill smoke test lint bench proof lock clean
.DELETE_ON_ERROR:

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 16

setup: $(VENV)/packages.stamp ## the virtual environment, the locked dependencies and a browser
	@test -x "$$(cat $(VENV)/browser 2> /dev/null)" || $(BIN)/python -m smoke.browser > $(VENV)/browser

drill: setup ## rehearse a P0 end to end: a bad deploy, handled by the scripted runbook
	@$(BIN)/firedrill drill run p0-bad-deploy --responder runbook --pace fast

smoke: setup ## the gate on the embedded world
	@$(BIN)/firedrill smoke

test: setup ## every test
	@$(BIN)/python -m pytest -n 2 --dist loadgroup

lint: $(VENV)/packages.stamp ## ruff, mypy --strict, import-linter
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: setup ## figures, each a ratio measured in one run
	@$(BIN)/python -m tests.bench

proof: setup ## claims that need many runs; resumes where it was stopped
	@$(BIN)/python -m tests.proof

lock: ## write requirements.lock anew from pyproject.toml (needs uv)
	@command -v uv > /dev/null || { echo "make lock needs uv: pip install uv" >&2; exit 2; }
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--extra dev --quiet pyproject.toml --output-file requirements.lock

clean: ## remove the virtual environment (run folders stay)
	rm -rf $(VENV)

$(VENV)/packages.stamp: requirements.lock pyproject.toml | $(VENV)/bin/pip
	@echo "installing the locked dependencies …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

$(VENV)/bin/pip:
	@python=; for each in $(PYTHONS); do \
	  if command -v $$each > /dev/null && $$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null; \
	  then python=$$each; break; fi; done; \
	if [ -z "$$python" ]; then \
	  echo "firedrill needs Python 3.11 or later; none of $(PYTHONS) is one. Install python3." >&2; exit 2; fi; \
	if ! $$python -c 'import ensurepip, venv' 2> /dev/null; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null; then \
	    echo "installing Debian's python3-venv …"; \
	    apt-get update -q > /dev/null && apt-get install -y -q python3-venv > /dev/null || exit 2; \
	    $$python -c 'import ensurepip' 2> /dev/null || python=python3; \
	  else echo "$$python has no venv. As root: apt-get install python3-venv, then try again." >&2; exit 2; fi; fi; \
	echo "making $(VENV) with $$python …"; \
	$$python -m venv $(VENV) || { rm -rf $(VENV); exit 2; }
