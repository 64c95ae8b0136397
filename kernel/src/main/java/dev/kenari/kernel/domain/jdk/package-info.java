/**
 * Classes that stand, in a protection domain, for what the JDK can't bound: each domain loads copies of its own, rewritten like its other
 * code. Nothing else uses them. Signatures are the JDK's; of static methods that replace instance methods the first parameter is the receiver.
 */
package dev.kenari.kernel.domain.jdk;
