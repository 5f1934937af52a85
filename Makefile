# `make demo` and `make test` are the two commands of the README. Each installs what it needs and
# isn't there (tools/install-tools says what), so a second run needs no network.

TEST_FLAGS ?=
JOURNEY_FLAGS ?=
# A python3 of one's own may come without what journeys need; then Debian's has it.
PYTHON = $(shell for python in python3 /usr/bin/python3; do \
  $$python -c 'import pytest, aiosmtpd' 2>/dev/null && echo $$python && break; done)

.PHONY: build release test check bench demo install-tools tools-for-building clean

build: tools-for-building
	swift build

# With Swift's own libraries inside, so that it runs where there is no toolchain.
release: tools-for-building
	swift build --configuration release --static-swift-stdlib --product lethe

test: install-tools
	swift build --build-tests
	swift test --skip-build $(TEST_FLAGS)
	$(PYTHON) -B -m pytest -q -rs -p no:cacheprovider $(JOURNEY_FLAGS) Tests/Journeys

# Format, then the rules TidyTests reads from the source, then that all of it builds.
check: tools-for-building
	swift format lint --strict --recursive --parallel Package.swift Sources Tests bench/Sources
	swift build --build-tests
	swift test --skip-build --filter TidyTests

bench: install-tools release
	swift build --configuration release --static-swift-stdlib --product bench
	bench/run

demo: install-tools build
	demo/run

install-tools:
	@tools/install-tools all

tools-for-building:
	@tools/install-tools build

clean:
	rm -rf .build
