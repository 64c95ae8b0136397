package dev.kenari.kernel.mutation;

import java.util.Locale;

/**
 * Where a fault was put, and which.
 *
 * @param className binary name
 * @param method name and descriptor
 * @param bci index of the instruction in the original method's bytecode
 * @param change the instruction before and after, for a person
 */
public record Site(String className, String method, int bci, Mutation mutation, String change) {
    /** One line: {@code inverted branch at a.b.C.m()V+17: IFEQ -> IFNE}. */
    @Override
    public String toString() {
        return mutation.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " at " + className + "." + method + "+"
                + bci + ": " + change;
    }
}
