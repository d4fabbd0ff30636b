# The commands of the project; « make » alone lists them. What they install is told in docs/operations.md.

.DEFAULT_GOAL := help
.PHONY: help demo test check bench format install

PORT ?= 8000
WORKERS ?= 2
ARGS ?=
BIN := .venv/bin
PYTHON := $(BIN)/python

help: ## Liste les commandes
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## Lance le produit et son projet de démonstration (PORT=8000) ; Ctrl-C arrête tout
	@tools/install.sh demo
	@exec $(PYTHON) -m crmproject.demo --port $(PORT)

test: ## Lance tous les tests, navigateur compris (ARGS="-k nom" pour choisir, WORKERS=4 pour aller plus vite)
	@tools/install.sh test
	@exec $(PYTHON) -m pytest -n $(WORKERS) --dist loadfile $(ARGS)

check: ## Lance tous les contrôles statiques
	@tools/install.sh dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet templates
	$(PYTHON) manage.py makemigrations --check --dry-run
	$(PYTHON) -m tools.deploy_check
	$(BIN)/deptry .

bench: ## Mesure les pages et l’export ; écrit var/bench.json
	@tools/install.sh dev
	@exec $(PYTHON) -m benchmarks $(ARGS)

format: ## Met le code en forme
	@tools/install.sh dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

install: ## Installe tout ce qu’il faut pour développer
	@tools/install.sh test
