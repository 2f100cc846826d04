# One door for everything; CI calls the same targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export NO_MKDOCS_2_WARNING := 1

.PHONY: site part assemble serve docs test lint bench quality sheet audit package schemas reference texts clean

site: $(VENV)/site.stamp
	$(BIN)/digest build

# A year's pages on one machine, and the site of all of them on another: .github/workflows/by-year.yml
part: $(VENV)/site.stamp
	$(BIN)/digest build --period $(YEAR)

assemble: $(VENV)/site.stamp
	$(BIN)/digest assemble build/parts/*.zip

serve: $(VENV)/site.stamp
	$(BIN)/digest serve

# This documentation as a site of its own: build/handbook
docs: $(VENV)/site.stamp
	$(BIN)/mkdocs build --config-file docs/site/mkdocs.yml

test: $(VENV)/test.stamp
	$(BIN)/python -m pytest

lint: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# BENCH="--large" has 100,000 articles as well, BENCH="--articles 1000" is done in minutes.
bench: $(VENV)/bench.stamp
	$(BIN)/python -m benchmarks.peers --chart docs/images/builds.svg $(BENCH)

quality: $(VENV)/test.stamp
	$(BIN)/python -m pytest tests/quality -s

sheet: $(VENV)/test.stamp
	$(BIN)/digest build
	$(BIN)/python -m benchmarks.contact_sheet

# Needs Java, Node and Chromium, so it is no part of `test`; installs the rest under build/audit. AUDIT_SITE=press
# judges a site of press releases instead of the sample.
audit: $(VENV)/test.stamp
	$(if $(filter press,$(AUDIT_SITE)),,$(BIN)/digest build)
	npm install --no-audit --no-fund --silent --prefix build/audit vnu-jar@26.9.27 lighthouse@13.5.0
	-test -d build/audit/feedvalidator || git clone --quiet https://github.com/w3c/feedvalidator build/audit/feedvalidator
	-git -C build/audit/feedvalidator checkout --quiet 43dabeb2 && \
	  $(BIN)/python -m pip install --quiet --upgrade --target build/audit/feedvalidator/src html5lib rdflib
	$(BIN)/python -m benchmarks.audit $(if $(filter press,$(AUDIT_SITE)),--press 600)

# The wheel in an empty virtual environment: does it build the sample site, how large is it, how long does it take? And
# does a newcomer who does what README and tutorial tell to do come to a site with what was fetched?
package: $(VENV)/test.stamp
	$(BIN)/python -m benchmarks.install
	$(BIN)/python -m benchmarks.trial

schemas: $(VENV)/site.stamp
	$(BIN)/python -m generator.settings

# What docs/ says of commands, settings, errors, formats and decisions
reference: schemas
	$(BIN)/python -m benchmarks.reference

texts: $(VENV)/site.stamp
	$(BIN)/python -m generator.languages

clean:
	rm -rf build site dist

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/site.stamp: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	touch $@

$(VENV)/test.stamp: $(VENV)/site.stamp tests/install_browser.sh
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[test]'
	sh tests/install_browser.sh
	touch $@

$(VENV)/bench.stamp: $(VENV)/site.stamp
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[bench]'
	touch $@
