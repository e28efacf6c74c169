# The environment is made by the first target that needs it; nothing else has to be installed than Python 3.11+ and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
# What makes HTML of the pages has no part in the tests.
DOCS := .interop/docs
# A file's tests stay together: they share its servers.
PARALLEL := --numprocesses auto --dist loadfile

.PHONY: help demo test check types generate docs golden budget parity interop interop-llama bench clean

help:
	@echo "make demo           make the environment, generate the SDK, call every task through the sandbox"
	@echo "make test           run the test suite"
	@echo "make check          drift, ruff, pyright strict, mypy strict, the test suite"
	@echo "make generate       specs -> generated/"
	@echo "make docs           the documentation site, in build/site (makes its own environment)"
	@echo "make golden         rewrite the golden files of the tests; read the diff before you commit it"
	@echo "make budget         count the hand-written lines, the quirks of providers among them"
	@echo "make parity         the same calls through huggingface_hub and inferloom, compared (makes its own environments)"
	@echo "make interop        call real servers that nobody here wrote (makes its own environment)"
	@echo "make interop-llama  the same with llama.cpp, which is compiled first (15 minutes)"
	@echo "make bench          what calls cost, beside other clients (makes its own environment, three minutes)"
	@echo "make clean          remove the environment and what tools left behind"

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.11 ..."; exit 1; }
	@echo "Making the environment in $(VENV) (about a minute) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[codegen,mcp,numpy,sandbox]" --group dev
	@touch $(READY)

demo: $(READY)
	@$(BIN)/python -m inferloom_codegen --force
	@$(BIN)/python -m tests.examples.demo

test: $(READY)
	@$(BIN)/python -m pytest $(PARALLEL)

generate: $(READY)
	@$(BIN)/python -m inferloom_codegen

$(DOCS)/ready: pyproject.toml
	@echo "Making the environment in $(DOCS) (half a minute) ..."
	@$(PYTHON) -m venv $(DOCS)
	@$(DOCS)/bin/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	@$(DOCS)/bin/python -m pip install --quiet --disable-pip-version-check --editable ".[docs]"
	@touch $(DOCS)/ready

docs: $(READY) $(DOCS)/ready
	@$(BIN)/inferloom docs build/docs --guide README.md CONTRIBUTING.md CHANGELOG.md
	@rm -rf build/site
	@# Without --quiet, which would silence the warnings before --strict counts them.
	@NO_MKDOCS_2_WARNING=1 $(DOCS)/bin/mkdocs build --strict --config-file build/docs/mkdocs.yml
	@$(BIN)/python -m tests.codegen.docs_offline build/site
	@echo "The site is in build/site: open build/site/index.html."

types: $(READY)
	$(BIN)/python -m pyright --pythonpath $(BIN)/python
	$(BIN)/python -m mypy
	@echo "Completeness of the public types:"
	@for package in inferloom inferloom_runtime; do \
		(cd $$(mktemp -d) && PATH="$(CURDIR)/$(BIN):$$PATH" pyright --verifytypes $$package --ignoreexternal) || exit 1; done

check: $(READY)
	$(BIN)/python -m inferloom_codegen --check
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(MAKE) types
	$(BIN)/python -m pytest $(PARALLEL)

golden: $(READY)
	@INFERLOOM_GOLDEN=write $(BIN)/python -m pytest -q tests/golden tests/codegen

budget:
	@echo "Hand-written lines, by room:"
	@for room in runtime/inferloom_runtime/quirks runtime/inferloom_runtime runtime/inferloom_runtime/sandbox codegen/inferloom_codegen; do \
		printf '%7d  %s\n' "$$(cat $$room/*.py | wc -l)" "$$room"; done
	@printf '%7d  generated/inferloom\n' "$$(find generated/inferloom -name '*.py' -exec cat {} + | wc -l)"
	@echo "Quirks that a provider names, three at most:"
	@for row in specs/providers/*.yaml; do \
		names=$$(grep -oE '(quirk|flow|respell): [a-z0-9_]+\.[a-z0-9_]+' "$$row" | sed 's/.*: //' | sort -u | tr '\n' ' '); \
		test -z "$$names" || printf '%7d  %s: %s\n' "$$(echo $$names | wc -w)" "$$(basename "$$row" .yaml)" "$${names% }"; done

parity: $(READY)
	@$(BIN)/python -m tests.parity

interop: $(READY)
	@$(BIN)/python -m tests.interop.environment peers mcp
	@INFERLOOM_INTEROP=peers,mcp $(BIN)/python -m pytest tests/interop

interop-llama: $(READY)
	@$(BIN)/python -m tests.interop.environment llama
	@INFERLOOM_INTEROP=llama $(BIN)/python -m pytest tests/interop

bench: $(READY)
	@$(BIN)/python -m tests.bench

clean:
	rm -rf $(VENV) .interop .pytest_cache .mypy_cache .ruff_cache .hypothesis build demo-output
