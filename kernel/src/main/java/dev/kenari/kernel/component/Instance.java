package dev.kenari.kernel.component;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.cap.Capability;
import dev.kenari.kernel.ipc.Loan;
import java.util.List;

/** Where one instance of a component lives, isolated from its clients: what a channel needs of it. Guarded by the kernel lock. */
interface Instance {
    /** Why it ended; null while it lives. */
    String end();

    /** Ends it, whatever it is doing. */
    void kill(String why);

    /**
     * Lends memory to it.
     *
     * @param lender null for the kernel
     * @return what is to be taken back with the reply
     */
    List<Capability> borrow(List<Loan> loans, Domain lender) throws Errno;

    /** Ends {@link #borrow}. */
    void giveBack(List<Capability> lent);

    /** Sleeps until nothing of an instance that has ended uses what others lent it. */
    void awaitRest();
}
