package dev.kenari.tools.campaign;

import dev.kenari.kernel.fault.Fault;

/**
 * What one fault did to one system.
 *
 * @param injected the component was there to put it into
 * @param activated it happened
 * @param manifested something that can be seen was not as without it
 * @param alive the kernel ran to its end: no panic, no hang
 * @param othersCorrect a program that has nothing to do with the component was right
 * @param workloadCorrect the program that used it got no error and no wrong data
 * @param serviceBack the component served again afterwards
 * @param dataIntact the disk holds nothing that was not written to it, and all that was reported as written
 * @param recoveryNanos from the fault to the end of the next good call; negative if there was none
 * @param end in a word, for a person
 */
record Trial(
        Fault fault,
        boolean injected,
        boolean activated,
        boolean manifested,
        boolean alive,
        boolean othersCorrect,
        boolean workloadCorrect,
        boolean serviceBack,
        boolean dataIntact,
        long recoveryNanos,
        String end) {}
