package dev.kenari.kernel.mutation;

/**
 * A class with one fault in it.
 *
 * @param classFile passes the JVM's verifier
 */
public record Mutant(Site site, byte[] classFile) {}
