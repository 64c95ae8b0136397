/**
 * Benchmarks. Run them with {@code mvn -q -pl test/bench -am compile} and then {@code org.openjdk.jmh.Main NAME} on the module's
 * class path ({@code mvn -q -pl test/bench dependency:build-classpath} prints it).
 */
package dev.kenari.bench;
