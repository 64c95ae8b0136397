package dev.kenari.kernel.domain;

/**
 * Unwinds the stack of a domain that is dead. The domain's code can neither name nor catch it: every handler that could asks
 * {@link DomainBudget#caught} first, which throws it again. An {@link Error}, so that it leaves class initialisers as it is.
 */
@SuppressWarnings("serial")
public final class DomainKilled extends Error {
    DomainKilled(String why) {
        super(why, null, false, false);
    }
}
