# MockVoice. `make run` and `make test` do all the set-up they need, once.
PY := .venv/bin/python

.PHONY: run demo test check fix lock bench bench-speech bench-judge bench-grade bench-reply bench-follow-ups bench-library bench-ui clean setup setup-test

run: setup ## set up, then open the app (the demo where there is no screen)
	@scripts/open.sh

demo: setup ## one whole interview question on recorded answers, report in out/demo
	@.venv/bin/mockvoice demo --out out/demo

test: setup-test ## set up, then the whole test suite with real models
	@$(PY) -m pytest

check: ## format, lint, types, layers
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	.venv/bin/lint-imports

fix: ## format, and mend what the linter can
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .
	$(PY) scripts/architecture.py
	$(PY) -m scripts.questions_page

lock: ## write the pinned requirements from what is installed
	$(PY) scripts/lock.py

bench: bench-speech bench-judge ## both: make bench DIR=... FILE=...

bench-speech: ## hearing: make bench-speech DIR=folder of recordings
	$(PY) -m tests.benchmarks.speech $(or $(DIR),$(error say which recordings: make $@ DIR=folder))

bench-judge: ## judging: make bench-judge FILE=labelled answers
	$(PY) -m tests.benchmarks.judge $(or $(FILE),$(error say which answers: make $@ FILE=answers.jsonl))

bench-grade: ## whole answers against human grades: make bench-grade FILE=graded answers
	$(PY) -m tests.benchmarks.grade $(or $(FILE),$(error say which answers: make $@ FILE=answers.jsonl))

bench-reply: ## the reply, in real time on virtual devices: make bench-reply DIR=folder of recordings
	$(PY) -m tests.benchmarks.reply $(or $(DIR),$(error say which recordings: make $@ DIR=folder)) $(OPTIONS)

bench-follow-ups: ## which follow-up is asked, and how worded: make bench-follow-ups FILE=labelled answers
	$(PY) -m tests.benchmarks.follow_ups $(or $(FILE),$(error say which answers: make $@ FILE=answers.jsonl)) $(OPTIONS)

bench-ui: ## the window: gaps of its event loop, its start, its memory: make bench-ui OUT=figures.json
	$(PY) -m tests.benchmarks.ui $(OUT)

bench-library: ## the window on a library of 1,000 answers: how long one waits
	$(PY) -m tests.benchmarks.library

clean: ## remove all that was made here, but for the fetched models
	rm -rf .venv build dist out .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

setup:
	@scripts/setup.sh run

setup-test:
	@scripts/setup.sh test
