/**
 * Benchmarks. {@link dev.kenari.bench.Bench} measures the whole beside other engines and is started by {@code test/bench/run}, which
 * compiles it from source. {@link dev.kenari.bench.InterpreterBenchmark} measures one hart with JMH: run
 * {@code mvn -q -pl test/bench -am compile} and then {@code org.openjdk.jmh.Main NAME} on the module's class path
 * ({@code mvn -q -pl test/bench dependency:build-classpath} prints it).
 */
package dev.kenari.bench;
