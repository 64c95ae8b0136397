package dev.kenari.machine.riscv;

/**
 * A guest's fault on its way to the trap handler: a {@link Cause} and its {@code stval}. Without a stack trace; an engine
 * reuses one instance per hart.
 */
public final class Trap extends Exception {
    private static final long serialVersionUID = 1;

    private int cause;
    private long value;

    public Trap() {
        super(null, null, false, false);
    }

    /** This trap, with another cause and value. */
    public Trap with(int newCause, long newValue) {
        cause = newCause;
        value = newValue;
        return this;
    }

    public int cause() {
        return cause;
    }

    public long value() {
        return value;
    }

    @Override
    public String getMessage() {
        return "cause " + cause + ", value 0x" + Long.toHexString(value);
    }
}
