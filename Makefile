# For contributors; users need only ./kenari.
MVN = mvn -B -ntp

.PHONY: help fast check test bench run format fuzz

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

fast: ## compile everything and run the unit tests of what is quick to test (under two minutes)
	$(MVN) -q -o -pl '!test/conformance,!test/bench' test

check: ## everything CI runs
	$(MVN) verify

test: ## run the unit tests and the conformance suite
	$(MVN) test

bench: ## run the benchmarks and print their tables
	$(MVN) -q -DskipTests -pl test/bench -am package && test/bench/run

fuzz: ## a long run of the seeded fuzzers
	$(MVN) -q -pl machine -am test -Dtest='*Fuzz*' -Dsurefire.failIfNoSpecifiedTests=false -Dkenari.fuzz.rounds=20000

run: ## boot the default image's shell
	./kenari shell

format: ## format the sources
	$(MVN) -q -N com.diffplug.spotless:spotless-maven-plugin:3.11.0:apply
