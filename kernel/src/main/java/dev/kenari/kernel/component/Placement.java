package dev.kenari.kernel.component;

/** Where a component lives. */
public enum Placement {
    /** In the kernel: a call is a call, a fault is the kernel's. */
    KERNEL("kernel"),
    /** As in the kernel, but loaded and unloaded at run time. */
    MODULE("module"),
    /** In a Java protection domain of its own: a call is a message, a fault ends the domain. It trusts the JVM. */
    DOMAIN("domain"),
    /** A riscv64 program in U-mode: a fault ends the process. It trusts the MMU. */
    PROCESS("process");

    private final String label;

    Placement(String label) {
        this.label = label;
    }

    /** As tables and commands write it. */
    public String label() {
        return label;
    }
}
