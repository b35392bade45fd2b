# Every target does first what is missing of the set-up; a stamp keeps it from being done twice.

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/set-up
# $FIREDRILL_PYTHON chooses one; otherwise the newest that is there.
PYTHONS := $(or $(FIREDRILL_PYTHON),python3.14 python3.13 python3.12 python3.11 python3)
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: help setup drill smoke test check clients test-clients lint bench proof lock clean again
.DELETE_ON_ERROR:

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 22

setup: $(STAMP) ## the virtual environment, the locked dependencies and a browser
	@test -n "$$FIREDRILL_BROWSER" || test -x "$$(cat $(VENV)/firedrill-browser 2> /dev/null)" \
	  || $(BIN)/python -m smoke.browser_setup --install > /dev/null

drill: setup ## rehearse a P0 end to end: a bad deploy, handled by the scripted runbook
	@$(BIN)/firedrill drill run p0-bad-deploy --responder runbook --pace fast

smoke: setup ## the gate on the embedded world
	@$(BIN)/firedrill smoke

test: setup ## every test but those with the vendors' real clients
	@$(BIN)/python -m pytest -n 3 --dist worksteal -m "not alone and not clients"
	@$(BIN)/python -m pytest -m alone

check: setup ## lint, and the tests that mirror what changed since BASE (main)
	@$(MAKE) -s lint
	@$(BIN)/python -m tests.mirror $(BASE)

clients: $(STAMP) ## the vendors' real clients, into .clients (about 1.3 GB; Node comes from apt)
	@$(BIN)/python -m tests.clients.install

test-clients: clients setup ## the real clients against the world
	@$(BIN)/python -m pytest -n 2 --dist loadfile -m clients tests/clients tests/nextjs

lint: $(STAMP) ## ruff, mypy --strict, import-linter
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

# The stamp says in which folder the environment was made: one that was moved, whose Python is gone, or that was
# interrupted before its end, is made anew.
is_whole = test -x $(BIN)/python && test "$$(cat $(STAMP) 2> /dev/null)" = '$(CURDIR)'
ifneq ($(shell $(is_whole) && echo yes),yes)
$(STAMP): again
endif

$(STAMP): requirements.lock pyproject.toml
	@$(is_whole) || { $(make_environment); }
	@echo "installing the locked dependencies …"
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-build-isolation --no-deps --editable .
	@echo '$(CURDIR)' > $@

define make_environment
python=; without_pip=; \
for each in $(PYTHONS); do \
  $$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null || continue; \
  if $$each -c 'import ensurepip, venv' 2> /dev/null; then python=$$each; break; fi; \
  without_pip=$${without_pip:-$$each}; \
done; \
if [ -z "$$python$$without_pip" ]; then \
  echo "firedrill needs Python 3.11 or later, and none of these is one: $(PYTHONS). Install python3." >&2; exit 2; fi; \
if [ -z "$$python" ]; then \
  python=$$without_pip; \
  if [ "$$(id -u)" != 0 ] || ! command -v apt-get > /dev/null; then \
    echo "$$python lacks its module venv. As root: apt-get install $$python-venv, then make again." >&2; exit 2; fi; \
  echo "installing Debian's $$python-venv …"; \
  said=$$({ apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q $$python-venv; } 2>&1) \
    || { echo "$$said" | tail -n 3 >&2; echo "apt-get install $$python-venv failed." >&2; exit 2; }; fi; \
echo "making $(VENV) with $$($$python --version) …"; \
$$python -m venv --clear $(VENV)
endef
