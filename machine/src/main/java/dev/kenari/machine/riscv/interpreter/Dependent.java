package dev.kenari.machine.riscv.interpreter;

/** What was made of a page's instructions and falls with them. */
public interface Dependent {
    /** The page has changed. Any thread, under the page's monitor. */
    void invalidate();
}
