# `make demo` and `make test` are the two commands of the README. Each installs what it needs and
# isn't there (tools/install-tools says what), so a second run needs no network.

TEST_FLAGS ?=
JOURNEY_FLAGS ?=
# The journeys' own Python, which tools/install-tools makes. They mostly wait, so a few files run
# side by side.
PYTHON = .venv/bin/python
JOURNEYS_AT_ONCE ?= 3

.PHONY: build release test check bench demo tools-for-building tools-for-running tools-for-testing clean

build: tools-for-building
	swift build

# With Swift's own libraries inside, so that it runs where there is no toolchain.
release: tools-for-building
	swift build --configuration release --static-swift-stdlib --product lethe

test: tools-for-testing
	swift build --build-tests
	swift test --skip-build $(TEST_FLAGS)
	$(PYTHON) -B -m pytest -q -rs -p no:cacheprovider \
		-n $(JOURNEYS_AT_ONCE) --dist loadfile $(JOURNEY_FLAGS) Tests/Journeys

# Format, then the rules TidyTests reads from the source, then that all of it builds.
check: tools-for-building
	swift format lint --strict --recursive --parallel Package.swift Sources Tests bench/Sources
	swift build --build-tests
	swift test --skip-build --filter TidyTests

bench: tools-for-testing release
	swift build --configuration release --static-swift-stdlib --product bench
	bench/run

demo: tools-for-running build
	demo/run

tools-for-testing:
	@tools/install-tools test

tools-for-running:
	@tools/install-tools run

tools-for-building:
	@tools/install-tools build

clean:
	rm -rf .build
