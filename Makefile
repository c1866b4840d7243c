.DEFAULT_GOAL := help
PY := .venv/bin/python
CHECK := $(PY) scripts/checks.py

help: ## list the verbs
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/\1|\2/p' Makefile | awk -F '|' '{ printf "  %-12s %s\n", $$1, $$2 }'
setup: ; @scripts/setup.sh test ## install what demo and tests need
demo: ; @scripts/setup.sh run && $(PY) scripts/demo.py ## run the first chain on the embedded data, into out/
demo-gui: ; @scripts/setup.sh run && $(PY) scripts/demo.py --gui ## open QGIS with the demo project and the docks
test: ; @scripts/setup.sh test && $(CHECK) all ## every check and every test, on QGIS 3.40 and 3.22
unit: ; @$(CHECK) unit ## tests without QGIS
qgis: ; @$(CHECK) qgis ## tests inside QGIS, no window
app: ; @$(CHECK) app ## tests of qgis_process and of the QGIS window on a virtual screen
lint: ; @$(CHECK) lint ## ruff: rules and format
format: ; @.venv/bin/ruff check --fix-only -q . ; .venv/bin/ruff format . ## write the format
typecheck: ; @$(CHECK) typecheck ## mypy
layering: ; @$(CHECK) layering ## who may import whom
qt6: ; @$(CHECK) qt6 ## names of Qt resolved against PyQt6
enums: ; @$(CHECK) enums enums-3.22 ## names of QGIS resolved on 3.40 and 3.22
scan: ; @$(CHECK) site ## the plugin site's gate on the packaged zip
reference: ; @$(PY) scripts/algorithm_reference.py ## write docs/algorithms.md from the algorithms themselves
i18n: ; @$(PY) scripts/i18n.py && $(CHECK) translations ## extract the texts, merge the translations, check them
stage: ; @$(PY) scripts/build.py stage ## lay the whole plugin into build/
package: ; @$(PY) scripts/build.py package ## zip it into dist/
deploy: ; @$(PY) scripts/build.py deploy $(ARGS) ## put it into a QGIS profile (ARGS="--profile NAME")
bench: ; @scripts/setup.sh bench && $(PY) -m benchmarks $(ARGS) ## measure against the rivals
conformance: ; @scripts/setup.sh test && $(PY) scripts/conformance.py $(ARGS) ## precision and recall of each rule on real boundaries with planted defects
screenshots: ; @$(PY) scripts/screenshots.py ## pictures of the docks, into out/screenshots
coverage: ; @$(CHECK) coverage ## coverage of the unit and qgis rings
qgis322: ; @$(CHECK) enums-3.22 unit-3.22 qgis-3.22 app-3.22 ## the suite on QGIS 3.22 beside the installed one
qgis344: ; @scripts/qgis344.sh ## build a lane with QGIS 3.44 and run the suite in it
clean: ; @rm -rf build dist out .mypy_cache .ruff_cache .pytest_cache .hypothesis .qgis-settings htmlcov .coverage ## remove what was made

.PHONY: help setup demo demo-gui test unit qgis app lint format typecheck layering qt6 enums scan reference i18n stage package deploy bench screenshots coverage qgis322 qgis344 clean
