# Every target only calls the command line; `make help` lists them.
LANGS   ?=
SOURCES ?=
FORMATS ?=
OUT     ?= exports
GLOSSARY  ?=
BILINGUAL ?=
STRICT    ?=
PAGE      ?=
THEME     ?=
FONT      ?=
TITLE     ?=
BASE_URL  ?=
EXPLAIN   ?=
PRUNE     ?=
FILES     ?=
WATCH     ?=
PYTHON  ?= python3

UV      := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
SYNCED  := .venv/.synced
RUN     := .venv/bin/python -m

.DEFAULT_GOAL := help
.PHONY: exports test check acceptance verify serve conformance bundle kit models bench accept clean help

exports: $(SYNCED)  ## make every edition of every source: LANGS="es fr" SOURCES="a.md b.txt" FORMATS="docx pdf" OUT=dir GLOSSARY=terms.csv BILINGUAL=1 STRICT=1 PAGE=a5 THEME=large FONT="Noto Serif" TITLE="Our press" BASE_URL=https://example.org/ EXPLAIN=1 PRUNE=1
	@$(RUN) pipeline build $(SOURCES) $(foreach lang,$(LANGS),--to $(lang)) $(foreach format,$(FORMATS),--format $(format)) \
	  $(foreach file,$(GLOSSARY),--glossary $(file)) $(if $(BILINGUAL),--bilingual) $(if $(STRICT),--strict) \
	  $(if $(PAGE),--page $(PAGE)) $(if $(THEME),--theme $(THEME)) $(if $(FONT),--font "$(FONT)") \
	  $(if $(TITLE),--title "$(TITLE)") $(if $(BASE_URL),--base-url "$(BASE_URL)") $(if $(EXPLAIN),--explain) $(if $(PRUNE),--prune) --out $(OUT)

test: $(SYNCED)  ## run the tests
	@$(RUN) pytest -m "not slow" --ignore=tests/acceptance -n auto

check: $(SYNCED)  ## formatting, lint, strict types, import contracts
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports --no-cache

acceptance: $(SYNCED)  ## the real inputs beside the repository, counted and printed
	@$(RUN) pytest tests/acceptance -s -m "slow or not slow"

verify: $(SYNCED)  ## open every edition in OUT again and compare
	@$(RUN) pipeline verify $(OUT)

serve: $(SYNCED)  ## show the editions in OUT in a browser; WATCH=1 builds them anew when a source changes
	@$(RUN) pipeline serve $(OUT) $(if $(WATCH),--watch)

conformance: $(SYNCED)  ## other people's validators over OUT, or over FILES="a.pdf folder"; needs a JDK, mvn, qpdf, npm, chromium, soffice
	@$(UV) run --frozen --group conformance python tests/conformance $(or $(FILES),$(OUT))

bundle: $(SYNCED)  ## pack OUT into one zip beside it
	@$(RUN) pipeline bundle $(OUT)

kit: $(SYNCED)  ## pack Polyfolio with all that it needs into polyfolio-kit.zip, for machines without a network
	@$(RUN) pipeline kit

models: $(SYNCED)  ## list the translation models
	@$(RUN) pipeline models list

bench: $(SYNCED)  ## speed and memory, against peers on the same work
	@$(UV) run --frozen --group bench python tests/bench/bench.py

accept: $(SYNCED)  ## write the golden files anew; read every difference before you commit it
	@POLYFOLIO_ACCEPT=1 $(RUN) pytest -m "not slow"

clean:  ## remove what was made, but not what was installed
	@rm -rf exports/* exports.zip polyfolio-kit.zip .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find pipeline tests -name __pycache__ -type d -prune -exec rm -rf {} +

help:  ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

# One stamp for the environment: nothing is asked of the network while the lock has not changed.
$(SYNCED): uv.lock pyproject.toml | $(if $(filter .uv/bin/uv,$(UV)),.uv/bin/uv)
	@UV_PYTHON_DOWNLOADS=never $(UV) sync --frozen --quiet --no-group bench
	@touch $@

.uv/bin/uv:
	@$(PYTHON) -m venv .uv || { echo "hint: install Python's venv module (Debian: apt install python3-venv)" >&2; exit 1; }
	@.uv/bin/python -m pip install --quiet --disable-pip-version-check uv
