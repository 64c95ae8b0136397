# For contributors; users need only ./kenari.
MVN = mvn -B -ntp

.PHONY: help fast check test bench campaign docs golden run fuzz crash differential

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

fast: ## run the quick unit tests (about two minutes)
	$(MVN) -q -pl '!test/conformance,!test/bench' -DexcludedGroups=slow test

check: ## everything CI runs
	$(MVN) verify

test: ## run the unit tests and the conformance suite
	$(MVN) test

bench: ## measure Kenari beside qemu-riscv64 and the host; writes docs/performance.md and docs/storage-performance.md
	test/bench/run

campaign: ## inject 1,000 faults that manifest into each design; writes docs/faults.md (a quarter of an hour)
	KENARI_JAVA_OPTIONS=-Djdk.virtualThreadScheduler.parallelism=6 ./kenari campaign --faults 1000 --boots 8 --output docs/faults.md

docs: ## write docs/linux-compat.md anew from the system-call table
	$(MVN) -q -pl services/linux -am test -Dtest=SyscallTableTest -Dsurefire.failIfNoSpecifiedTests=false -Dkenari.docs.write=true

golden: ## approve the bytecode that the translator writes now
	$(MVN) -q -pl machine -am test -Dtest=GoldenBytecodeTest -Dsurefire.failIfNoSpecifiedTests=false -Dkenari.golden.write=true

fuzz: ## a long run of the seeded fuzzers
	$(MVN) -q -pl machine -am test -Dtest='*Fuzz*' -Dsurefire.failIfNoSpecifiedTests=false -Dkenari.fuzz.rounds=20000

crash: ## cut the power in more than 10,000 states of ext4, and under sqlite3 (half an hour)
	$(MVN) -q -pl services/vfs -am test -Dtest='CrashTest' -Dsurefire.failIfNoSpecifiedTests=false \
		-Dkenari.crash.workloads=40 -Dkenari.crash.samples=16
	$(MVN) -q -pl test/conformance -am test -Dtest='SqliteCrashTest' -Dsurefire.failIfNoSpecifiedTests=false \
		-Dkenari.crash.transactions=40 -Dkenari.crash.databases=300

differential: ## 100,000 random file operations on tmpfs, ext4 and overlays here and on the host, compared
	$(MVN) -q -pl test/conformance -am test -Dtest='DifferentialTest' -Dsurefire.failIfNoSpecifiedTests=false \
		-Dkenari.differential.operations=100000 -Dkenari.guest.minutes=30

run: ## boot the default image's shell
	./kenari shell
