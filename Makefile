# `make dist` builds the book in manuscript/ into dist/; `make test` runs the tests.
# Both set up everything they need first: a virtual environment with the locked Python packages,
# and the system libraries of WeasyPrint and the tests where the machine lacks them.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
EXTRAS := tests/engines/node_modules/.ready
ACE := tests/ace/node_modules/.ready
SECOND := tests/second_opinion/node_modules/.ready

# Commands under test start some hundred processes: each would compile the package for itself.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: dist test test-fast test-long test-all ace second-opinion calibre fuzz audit lint docs faces foliate declarations lock package wheels clean

dist: $(READY)
	$(BIN)/publish build .

test: $(READY) lint $(EXTRAS)
	$(BIN)/python -m pytest -rs -n auto --dist worksteal

# The tests of single pieces: what to run while one works, in less than 40 seconds on two cores.
test-fast: $(READY)
	$(BIN)/python -m pytest -q -n auto --dist worksteal --ignore-glob='*/test_any_*.py' \
	  --ignore-glob='*/test_corpora.py' --ignore-glob='*/test_bombs.py' \
	  --ignore-glob='*/test_seeded.py' --ignore-glob='*/test_suggest.py' \
	  --ignore-glob='*/test_inner_margins.py' --ignore-glob='*/test_json_schema.py' \
	  tests/style tests/model tests/house tests/read tests/revise tests/typeset \
	  tests/test_architecture.py tests/test_manual.py tests/test_elements_manual.py

# The long books of the corpora, where their folder is there, and random searches that go far.
test-long: $(READY)
	PUBLISH_HYPOTHESIS=long $(BIN)/python -m pytest -rs -n auto --dist worksteal \
	  -m "slow or hypothesis" \
	  tests/test_*.py tests/run tests/cli tests/shelf tests/load tests/look tests/check tests/engine tests/write tests/typeset tests/read \
	  tests/revise tests/convert tests/distribution tests/engines/test_paging.py tests/engines/test_desk.py \
	  tests/engines/test_errata_day.py tests/engines/test_report_page.py

# Everything, the reading engines at length, Ace and the second checker included.
test-all: $(READY) $(EXTRAS) $(ACE) $(SECOND)
	$(BIN)/python -m pytest -rs -n auto --dist worksteal -m "slow or not slow"
	$(MAKE) fuzz audit

# Ace by DAISY on the first book and all corpora; needs Node.js and Chromium.
ace: $(READY) $(ACE)
	$(BIN)/python -m pytest tests/ace -m "slow or not slow"

# A checker of EPUBs that shares no code with EPUBCheck, on the first book, all corpora and genres, and
# on books made wrong; needs Node.js.
second-opinion: $(READY) $(SECOND)
	$(BIN)/python -m pytest tests/second_opinion -m "slow or not slow"

# calibre makes Kindle books of the first book and of eight corpora; skipped where it is not installed.
calibre: $(READY)
	$(BIN)/python -m pytest -rs tests/calibre -m "slow or not slow"

# Hostile inputs, the same in each run; `make fuzz FUZZ="--seconds 3600 --seed 2"` tries others.
FUZZ ?= --inputs 5000
fuzz: $(READY)
	$(BIN)/python -m tests.fuzz $(FUZZ)

# Known weaknesses of the locked packages; asks the Python Package Index.
audit:
	$(PYTHON) -m venv .venv-audit
	.venv-audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit
	.venv-audit/bin/pip-audit --strict --require-hashes --disable-pip -r requirements.lock
	rm -rf .venv-audit

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

$(READY): requirements.lock pyproject.toml .ci/system-packages
	sh .ci/system-packages
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q publish
	touch $(READY)

# What some tests use where it is to be had; they are skipped without it.
$(EXTRAS): tests/engines/package-lock.json tests/write/records/schemas.txt .ci/test-extras
	sh .ci/test-extras

# Ace drives the machine's own Chromium; its package would fetch another.
$(ACE): tests/ace/package-lock.json
	PUPPETEER_SKIP_DOWNLOAD=1 npm ci --prefix tests/ace --ignore-scripts --no-audit --no-fund --silent
	touch $@

$(SECOND): tests/second_opinion/package-lock.json
	npm ci --prefix tests/second_opinion --ignore-scripts --no-audit --no-fund --silent
	touch $@

# Wheel and sdist, tried in an empty environment; left in build/package/.
package: $(READY)
	sh .ci/package

# Write anew what is made from the code's own tables: docs/elements/, docs/schemas/, docs/man/ and
# LICENSES.md.
docs: $(READY)
	$(BIN)/python docs/make_elements.py
	$(BIN)/python docs/make_schemas.py
	$(BIN)/python docs/make_man.py
	$(BIN)/python docs/make_licences.py

# Make the EB Garamond that ships anew from the published one.
faces: $(READY)
	mkdir -p build/faces && cd build/faces && npm pack --silent @expo-google-fonts/eb-garamond@0.4.3
	tar -xzf build/faces/*eb-garamond*.tgz -C build/faces
	$(BIN)/python fonts/adapt_eb_garamond.py build/faces/package
	rm -rf build

# Take the reading engine of `publish look` anew from the npm package that tests/engines pins.
foliate: $(EXTRAS)
	cd publish/look/foliate && for file in *.js vendor/*.js LICENSE; do \
	  cp ../../../tests/engines/node_modules/foliate-js/$$file $$file; done

# Compile the C declarations of WeasyPrint anew when another one is locked.
declarations: $(READY)
	$(BIN)/python -m publish.engine.declarations

# For which systems all locked packages come as wheels; asks the index, for minutes.
wheels: $(READY)
	sh .ci/wheels

# Pin every package anew: `make lock` after a change of pyproject.toml.
lock:
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet uv
	.venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-emit-index-url --group dev -o requirements.lock pyproject.toml
	rm -rf .venv-lock

clean:
	rm -rf .venv dist/*.epub dist/*.pdf dist/*-onix.xml dist/*.mrc dist/*-marc.xml dist/*-crossref.xml dist/*-datacite.xml dist/*-csl.json
