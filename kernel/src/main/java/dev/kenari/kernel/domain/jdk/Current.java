package dev.kenari.kernel.domain.jdk;

import dev.kenari.kernel.domain.DomainBudget;
import dev.kenari.kernel.domain.DomainLoader;

/** Where rewritten code finds its domain's budget: a constant, once this class is initialised. */
public final class Current {
    public static final DomainBudget BUDGET = DomainLoader.budgetOf(Current.class);

    private Current() {}
}
