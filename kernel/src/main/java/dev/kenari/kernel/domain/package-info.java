/**
 * What keeps a component's Java code inside its protection domain. {@link dev.kenari.kernel.domain.DomainLoader} defines the domain's own
 * copies of its classes; {@link dev.kenari.kernel.domain.ClassVerifier} refuses what reaches outside, before it runs;
 * {@link dev.kenari.kernel.domain.ClassRewriter} puts the polls and charges into the rest through which its
 * {@link dev.kenari.kernel.domain.DomainBudget} is kept and it can be killed whatever it is doing. What this isolates and what it does
 * not is in {@code docs/isolation.md}.
 *
 * <p>Class files of a domain are hostile. The JVM never sees them: it gets what the rewriter writes, and its own verifier checks that.
 */
package dev.kenari.kernel.domain;
