# Every command of the project. `make` alone lists them.
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help install run test check format bench soak lock golden pictures verapdf

help: ## list the commands
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 18

install: ## install what the program needs into .venv
	@bin/install run

run: install ## serve on http://localhost:8000 (HOST=… PORT=… DEMO=1 TLS=1)
	@SHUBBAK_DEMO=$(or $(DEMO),$(SHUBBAK_DEMO)) SHUBBAK_TLS=$(or $(TLS),$(SHUBBAK_TLS)) bin/run

test: ## install what tests need, then run every test
	@bin/test

check: ## format, lint, types, import contracts and the fast tests
	@bin/check

format: ## rewrite the code in the house's format
	@.venv/bin/ruff check --quiet --fix-only . ; .venv/bin/ruff format --quiet . ; node_modules/.bin/biome check --write .

bench: ## measure the program; the table is also written to bench/latest.json
	@bin/install dev
	@.venv/bin/python -m bench

soak: ## the long trials: hundreds of kills, thousands of duplicates, fuzzing
	@bin/install dev
	@.venv/bin/pytest -m soak -o faulthandler_timeout=3600 tests

lock: ## pin every Python package anew (ARGS=--upgrade for newer versions)
	@bin/install dev
	@bin/lock $(ARGS)

verapdf: ## validate the receipts with veraPDF, where it is installed
	@bin/verapdf

golden: ## draw the golden pages of the receipts anew; look at each before committing it
	@bin/install dev
	@.venv/bin/python -m tests.receipts.regenerate

pictures: ## take the README's pictures anew from a running program
	@bin/install dev
	@PYTHONPATH=. .venv/bin/python docs/pictures/take.py
