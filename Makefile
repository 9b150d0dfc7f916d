# One command sets everything up and runs it; needs only Python, make and a package index.
PYTHON ?= python3
ARGS ?=
# Processes that run tests: more than the two cores that are reckoned with, since half of a terminal's test is waiting.
WORKERS ?= 4

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --no-input --quiet
CATALOGUES := $(wildcard ntuh_onboard/texts/locale/*/*.po)
BUILD := pyproject.toml hatch_build.py $(wildcard tools/catalogues.py) $(CATALOGUES)
# uv resolves for every platform at once, which pip does not; only `make lock` needs it. Extras stay in the lock, since pip
# otherwise takes `coverage[toml]` for another, unpinned, requirement as soon as a newer release of it is out.
LOCK_VENV := build/lock
LOCK := $(LOCK_VENV)/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --quiet --no-header \
	--no-annotate --no-strip-extras --no-emit-index-url --no-emit-find-links

# What a shell exports must not reach the checks: no start-up file, no user site, bytecode always written.
unexport PYTHONPATH PYTHONHOME PYTHONSTARTUP PYTHONDONTWRITEBYTECODE PYTHONWARNINGS PYTEST_ADDOPTS VIRTUAL_ENV
export PYTHONNOUSERSITE := 1
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help demo check lint types borders test coverage format lock wheel dist sbom shell-files one-file pictures readme-pictures bench bench-web browser browser-engine serve-browser unseen windows windows-folder forty forty-killed fronts long bursts mutation setup clean faults faults-browser layouts kiosk-fuzz kiosk-soak \
	kiosk-leaks kiosk-change kiosk-week

help: ## Say what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18

demo: $(VENV)/.run ## Open the wizard on the simulated hospital; ARGS='…' is handed on
	@$(PY) -I -m ntuh_onboard demo $(ARGS)

check: lint types borders test ## Run every check

setup: $(VENV)/.dev ## Make .venv with all that the checks need

lint: $(VENV)/.dev ## Run ruff, its formatter's check, and vulture
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m vulture

types: $(VENV)/.dev ## Run mypy on package, tests and tools
	$(PY) -m mypy

borders: $(VENV)/.dev ## Run the import contracts
	$(VENV)/bin/lint-imports

test: $(VENV)/.dev ## Run the tests and name the ten slowest; NTUH_ONBOARD_PATIENCE=3 waits three times as long
	$(PY) -m pytest -n $(WORKERS) --dist worksteal --durations=10 --durations-min=1 $(TESTS)

coverage: $(VENV)/.dev ## Run the tests with branch coverage, which takes twice as long (not in check)
	$(PY) -m pytest -n 2 --dist worksteal --cov --cov-report=term $(TESTS)

# Tests whose examples are generated; `make check` runs the same ones each time.
GENERATED := $(shell grep -rl '@given' tests --include=*.py)

long: $(VENV)/.dev ## Run the tests that take their time: kiosk, recordings, lost answers in a terminal, further cases of others
	$(PY) -m pytest -n 2 --dist worksteal -m long $(TESTS)
	$(PY) -m pytest -n 2 --hypothesis-profile=search $(GENERATED)

fronts: $(VENV)/.dev ## Walk every scenario on every front in both languages, and print one table (half an hour); ARGS='-k page'
	$(PY) -m pytest -q -n 2 --dist worksteal -m 'long or not long' tests/fronts $(ARGS)

bursts: $(VENV)/.dev ## Press every key and button of every screen too often (a minute and a half; a thin form is in check)
	$(PY) -m pytest -n 2 --dist worksteal -m 'long or not long' tests/screens/test_bursts.py $(ARGS)

format: $(VENV)/.dev ## Let ruff mend layout and what it can
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

layouts: $(VENV)/.dev ## Hold the web backend to contract and journey on every layout (hours; ARGS='-k https' runs a part)
	$(PY) -m pytest -q -n 2 --dist worksteal tests/backend/web/every_layout.py $(ARGS)

faults: $(VENV)/.dev ## Run every request with every fault, also at the screens (minutes)
	$(PY) -m pytest -n 2 --dist worksteal tests/faults/every_cell.py $(ARGS)

faults-browser: $(VENV)/.dev ## Run every request with every fault in a driven browser (half an hour)
	$(PY) -m tests.chromium.installed_browser
	$(PY) -m pytest -n 2 --dist worksteal tests/faults/browser_cells.py $(ARGS)

pictures: $(VENV)/.dev ## Draw every screen as a picture into pictures/
	$(PY) -m tools.pictures $(ARGS)

readme-pictures: $(VENV)/.dev ## Draw the pictures and the animation that README shows
	TEXTUAL_COLOR_SYSTEM=truecolor $(PY) -m tools.readme_pictures

browser: $(VENV)/.dev ## Hold page reader and simulated pages against headless Chromium, and the browser engine to its tests
	$(PY) -m tests.chromium.installed_browser
	$(PY) -m pytest tests/chromium tests/browser_engine $(ARGS)

browser-engine: $(VENV)/.dev ## Hold the browser engine to its quick tests: scripted pages, isolation, choice (not in check)
	$(PY) -m tests.chromium.installed_browser
	$(PY) -m pytest -n 2 tests/browser_engine -k 'not test_layouts and not test_contract and not test_terminal' $(ARGS)

serve-browser: $(VENV)/.dev ## Walk the served wizard in headless Chromium, also behind a firewall (not in check)
	$(PY) -m tests.chromium.installed_browser
	$(PY) -m pytest -s tests/serve/in_a_browser $(ARGS)

bench-web: $(VENV)/.dev ## Measure the web backend's own CPU time, beside headless Chromium
	$(PY) benchmarks/web_cost.py $(ARGS)

unseen: $(VENV)/.dev ## Walk the wizard at every site that it was not fitted to; ARGS='round2' for one round (minutes)
	$(PY) -m pytest -q -n 2 --dist worksteal -m long tests/unseen_sites -k '$(or $(ARGS),round)'

kiosk-fuzz: $(VENV)/.dev ## Send 100,000 random key sequences to a kiosk on a pty; ARGS='--sequences 2000 --seed 2'
	$(PY) -m tests.kiosk.fuzz $(ARGS)

kiosk-soak: $(VENV)/.dev ## Walk 1,000 journeys with random faults under one kiosk; ARGS='--journeys 100'
	$(PY) -m tests.kiosk.soak $(ARGS)

kiosk-week: $(VENV)/.dev ## Let a kiosk stand for seven days of its own clock: midnights, no names, other certificates
	$(PY) -m tests.kiosk.week $(ARGS)

kiosk-leaks: $(VENV)/.dev ## Let students leave a kiosk at every step, and look for what they typed in all 37 places
	$(PY) -m tests.kiosk.leaks

kiosk-change: $(VENV)/.dev ## Measure how long the next student at a kiosk waits, 50 times
	$(PY) -m tests.kiosk.change $(ARGS)

mutation: $(VENV)/.dev ## Change the core one operator at a time and see whether its tests notice (half an hour); ARGS='--again'
	nice -n 15 $(PY) -m tools.mutation $(ARGS)

bench: $(VENV)/.dev ## Measure start and page turn against a bare Textual form
	$(PY) benchmarks/start.py $(ARGS)

# What knows no POSIX by design, and no web server: docs/windows.md tells what was tried otherwise.
PORTABLE := tests/rules tests/journey tests/texts tests/plain tests/backend/hospital tests/backend/contract
windows: $(VENV)/.dev ## Make a Windows Python that runs under Wine, and run the portable tests, commands and journeys there (a quarter of an hour)
	@if ! command -v wine >/dev/null || ! command -v x86_64-w64-mingw32-gcc >/dev/null; then \
		echo 'windows: skipped, Wine and mingw are not installed (wine, gcc-mingw-w64-x86-64-posix)'; exit 0; fi; \
	set -e; tools/windows_python.sh "$${NTUH_ONBOARD_WINDOWS:-build/windows}"; \
	tools/on_windows.sh -m pytest -q -p no:cacheprovider $(PORTABLE); \
	$(PY) -m pytest -q --durations=5 tests/windows/commands.py tests/windows/journeys.py $(ARGS)

# RUNTIME: Python's embeddable package for 64-bit Windows, a ZIP or a folder, of the same version as PYTHON.
windows-folder: wheel ## Make a folder and a ZIP for Windows PCs without internet: RUNTIME=python-3.11.9-embed-amd64.zip
	@test -n '$(RUNTIME)' || { echo 'Say where Python for Windows is: make windows-folder RUNTIME=python-3.11.9-embed-amd64.zip (docs/deployment.md)'; exit 2; }
	$(PY) -m tools.windows_folder --runtime '$(RUNTIME)' --wheel $(OWN_WHEEL) $(ARGS)

forty: $(VENV)/.dev ## Let a class of forty walk at once; ARGS='--students 4' for fewer
	$(PY) -m tests.classroom.forty $(ARGS)

forty-killed: $(VENV)/.dev ## Kill a class of forty in the middle and go on, with 1,010 half requests held; ARGS='--students 4'
	$(PY) -m tests.classroom.forty_killed $(ARGS)

lock: ## Resolve requirements/*.txt anew, with hashes and for every platform
	test -x $(LOCK_VENV)/bin/uv || { $(PYTHON) -m venv $(LOCK_VENV) && $(LOCK_VENV)/bin/pip install --quiet 'uv>=0.9'; }
	$(LOCK) pyproject.toml --output-file requirements/run.txt
	$(LOCK) pyproject.toml --group dev --constraint requirements/run.txt --output-file requirements/dev.txt
	$(LOCK) pyproject.toml --all-extras --constraint requirements/run.txt \
		--constraint requirements/dev.txt --output-file requirements/extras.txt
	$(LOCK) --group build --constraint requirements/dev.txt --output-file requirements/build.txt

OWN_WHEEL = dist/ntuh_onboard-$$($(PY) -c 'import ntuh_onboard; print(ntuh_onboard.__version__)')-py3-none-any.whl
wheel: $(VENV)/.dev ## Build the wheel into dist/, with the same bytes whenever and wherever
	SOURCE_DATE_EPOCH=$${SOURCE_DATE_EPOCH:-$$(git log -1 --format=%ct 2>/dev/null || echo 1764460800)} \
		$(PIP) wheel --no-build-isolation --no-deps --wheel-dir dist .
	sha256sum dist/ntuh_onboard-*.whl

dist: wheel ## Build wheel, sdist, and for Linux and Windows a ZIP that is installed without internet (minutes); ARGS='--system linux'
	SOURCE_DATE_EPOCH=$${SOURCE_DATE_EPOCH:-$$(git log -1 --format=%ct 2>/dev/null || echo 1764460800)} \
		$(PY) -m hatchling build --target sdist --directory dist
	$(PY) -m tools.offline --wheel $(OWN_WHEEL) $(ARGS)
	$(PY) -m pytest -q --durations=1 tests/offline/without_network.py

# PyInstaller cannot build for another system: docs/deployment.md has the same lines for Windows.
ONE := build/one-file
one-file: wheel ## Build the terminal's wizard as one file that needs no Python: dist/ntuh-onboard (Linux; minutes)
	rm -rf $(ONE) && $(PYTHON) -m venv $(ONE)/venv
	$(ONE)/venv/bin/pip install --quiet --require-hashes -r requirements/run.txt
	$(ONE)/venv/bin/pip install --quiet 'pyinstaller>=6.22,<7'
	$(ONE)/venv/bin/pip install --quiet --no-deps $(OWN_WHEEL)
	$(ONE)/venv/bin/pyinstaller --onefile --name ntuh-onboard --collect-all ntuh_onboard --collect-submodules textual \
		--collect-submodules keyring.backends --copy-metadata keyring --log-level WARN \
		--specpath $(ONE) --workpath $(ONE)/work --distpath dist tools/one_file.py
	dist/ntuh-onboard --version && sha256sum dist/ntuh-onboard

# The two libraries are no part of the checks, and are kept beside them.
shell-files: $(VENV)/.run ## Write the manual page and the completions of bash, zsh, fish and PowerShell anew: deploy/shell
	$(PIP) install --upgrade --target build/shell-files 'shtab>=1.13,<2' 'argparse-manpage>=4.8,<5'
	PYTHONPATH=build/shell-files COLUMNS=200 $(PY) -m tools.shell_files

# The tool is no part of the checks, and gets an environment of its own; what is listed is another clean one.
sbom: $(VENV)/.run ## List what the program is made of, with licences: dist/sbom.json (CycloneDX) and dist/licences.txt
	rm -rf build/sbom && $(PYTHON) -m venv build/sbom/listed && $(PYTHON) -m venv build/sbom/tool
	build/sbom/listed/bin/pip install --quiet --require-hashes -r requirements/extras.txt
	build/sbom/listed/bin/pip uninstall --quiet --yes pip setuptools
	build/sbom/tool/bin/pip install --quiet 'cyclonedx-bom>=7,<8'
	mkdir -p dist
	build/sbom/tool/bin/cyclonedx-py environment build/sbom/listed/bin/python --pyproject pyproject.toml \
		--output-reproducible --output-file dist/sbom.json
	$(PY) -m tools.licences dist/sbom.json | tee dist/licences.txt

clean: ## Remove what was made
	rm -rf $(VENV) build dist htmlcov pictures .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache mutants
	find . -name '*.mo' -delete
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(PY):
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; say make PYTHON=… ")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(PY) requirements/run.txt requirements/build.txt $(BUILD)
	$(PIP) install --require-hashes -r requirements/run.txt -r requirements/build.txt
	$(PIP) install --no-build-isolation --no-deps --editable .
	$(PY) -m compileall -q ntuh_onboard
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@
