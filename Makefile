# What one does with this repository. `make help` lists it.
#
# The program needs Go and nothing else. The tests need more: scripts/tools.sh
# installs it, and without it the tests concerned skip and say why (they fail
# where CI=true).

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help build demo test vet format lint golden browser bench tools clean

# The toolchain of this machine, not one fetched behind one's back.
export GOTOOLCHAIN := local

# Tests run with an empty home folder, so that they can neither read nor change
# the user's; what costs time to make again stays where it is.
caches = GOENV="$$(go env GOENV)" GOPATH="$$(go env GOPATH)" GOCACHE="$$(go env GOCACHE)" \
	GOMODCACHE="$$(go env GOMODCACHE)" \
	TIEOUT_TOOLS="$${TIEOUT_TOOLS:-$${XDG_CACHE_HOME:-$$HOME/.cache}/tieout-tools}"
clean_home = home="$$(mktemp -d)"; trap 'rm -rf "$$home"' EXIT; \
	env $(caches) HOME="$$home" XDG_CACHE_HOME= XDG_CONFIG_HOME= XDG_DATA_HOME=

# On CI every test runs anew; elsewhere Go may answer from its cache.
test_flags := -timeout 20m $(if $(filter true,$(CI)),-count=1)

go_files = find . -name '*.go' -not -name '*_templ.go' -not -path './bin/*'

help: ## list these targets
	@sed -nE 's/^([a-z]+):[^#]*## (.*)/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 18

build: ## bin/tieout
	@go build -o bin/tieout ./cmd/tieout

demo: build ## a whole company to walk through, in demo/ (SERVE=0: make it and stop)
	@bin/tieout demo --dir demo $(if $(filter 0,$(SERVE)),--no-serve)

test: tools vet format ## everything a change must pass
	@$(clean_home) go test $(test_flags) ./...

vet:
	@go vet ./...

format:
	@bad="$$($(go_files) -print0 | xargs -0 gofmt -l)"; \
	[ -z "$$bad" ] || { printf 'not formatted by gofmt:\n%s\n' "$$bad" >&2; exit 1; }

lint: vet format ## vet, gofmt, and golangci-lint where it is installed
	@if command -v golangci-lint >/dev/null; then golangci-lint run ./...; \
	else echo 'lint: golangci-lint is not installed; vet and gofmt only'; fi

golden: ## write the golden files anew; read the diff before keeping it
	@packages="$$({ grep -rl --include='*_test.go' '"update"' . || true; } | xargs -r -n 1 dirname | sort -u)"; \
	[ -n "$$packages" ] || { echo 'golden: no package has an -update flag'; exit 0; }; \
	$(clean_home) go test -count=1 $$packages -run Golden -args -update

browser: tools ## page tests in Chromium
	@$(clean_home) go test $(test_flags) ./internal/web/... -run Browser

bench: ## measure, and compare with the limits
	@go run ./bench

tools: # a person may lack the right to install: then tests skip; CI may not
	@scripts/tools.sh || [ "$${CI:-}" != true ]

clean: ## remove what the other targets made
	@rm -rf bin demo
