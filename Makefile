# `make lab` and `make test` are all that most people need. `make help` lists the rest.
#
#   make lab PYTHON=python3.13      use this Python for the environment
#   make test ARGS=tests/test_graph.py   hand arguments on to the tool behind a target
#   make site LITE=1                with JupyterLite, so that the notebooks run in the page
#   make decks DEEPER=1             slides of everything, not of the core alone; handouts likewise

VENV = .venv
ARGS =
IN = $(VENV)/bin/python -m
# Tests run side by side, so each may have one core.
PYTEST = OPENBLAS_NUM_THREADS=1 $(IN) pytest
READY = $(VENV)/ready
COMPARE = $(VENV)/ready-to-compare
PUBLISH = $(VENV)/ready-to-publish
LITE =
DEEPER =
LITE_READY = $(VENV)/ready-for-lite
export PYTHON

.PHONY: help lab slides test test-all test-pythons lint notebooks decks handouts site bench clean force

help: ## list every task
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1 @\2/p' Makefile | awk -F @ '{ printf "%-20s%s\n", $$1, $$2 }'

lab: $(READY) ## open the lectures in JupyterLab, on this machine only
	@sh .ci/lab $(VENV) $(ARGS)

slides: $(READY) ## open them ready to present: one click on Slides in the toolbar
	@sh .ci/slides $(VENV) $(ARGS)

test: $(COMPARE) $(PUBLISH) $(LITE_READY) ## run the tests: numbers, all notebooks, every live figure in JupyterLab
	@$(PYTEST) $(ARGS)

test-all: $(COMPARE) $(PUBLISH) $(LITE_READY) ## the same and the exhaustive walks: Notebook 7, all frames, all decks
	@$(PYTEST) -m "exhaustive or not exhaustive" $(ARGS)

test-pythons: ## the same on every Python from 3.11 to 3.13 found here, each in build/
	@sh .ci/test-pythons

lint: $(READY) ## check style and format of code and notebooks; change nothing
	$(IN) ruff check .
	$(IN) ruff format --check .
	$(IN) lecturekit.publish notebooks --tidy --check

notebooks: $(READY) ## run all notebooks afresh and rewrite their outputs
	@$(IN) lecturekit.publish notebooks $(ARGS)
	@$(IN) lecturekit.publish readme

decks: $(PUBLISH) ## make slides of each lecture, one file that needs nothing else, in build/decks/
	@$(IN) lecturekit.publish decks $(if $(DEEPER),--deeper) $(ARGS)

site: decks $(if $(LITE),$(LITE_READY)) ## write a web site with decks and, where Chromium is, handouts, to build/site/
	@if $(IN) lecturekit.publish browser; then $(MAKE) --no-print-directory handouts; fi
	@$(IN) lecturekit.publish site $(if $(LITE),--lite)

handouts: $(PUBLISH) ## print slides with the notes under them, and each lecture as a text, to build/handouts/
	@$(IN) lecturekit.publish handouts $(if $(DEEPER),--deeper) $(ARGS)

bench: $(COMPARE) ## measure speed against plain alternatives; the table goes to build/
	@$(IN) tests.benchmarks $(ARGS)

clean: ## remove the environment and everything built
	rm -rf $(VENV) build *.egg-info .pytest_cache .ruff_cache .hypothesis

$(READY): environment.yml pyproject.toml
	@sh .ci/setup $(VENV)

$(COMPARE): $(READY)
	@sh .ci/compare $(VENV)

$(PUBLISH): $(READY)
	@sh .ci/publish $(VENV)

$(LITE_READY): $(READY)
	@sh .ci/lite $(VENV)

# The stamp holds the folder it was made in: after a move or a copy the environment is made anew.
ifneq ($(shell cat $(READY) 2>/dev/null),$(CURDIR))
$(READY): force
endif
