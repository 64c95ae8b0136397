/**
 * Faults as programmers make them, put into class files: what fault campaigns run in the place of a component's own code.
 * {@link dev.kenari.kernel.mutation.ClassMutator} is the way in.
 */
package dev.kenari.kernel.mutation;
