package dev.kenari.kernel.domain;

/**
 * A class of a domain holds code that a domain may not run: found when the class is loaded, before any of it runs. The message is one
 * line for the operator.
 */
@SuppressWarnings("serial")
public final class PrivilegedInstruction extends RuntimeException {
    private final String className;
    private final String method;
    private final String touched;

    /**
     * @param method name and descriptor; empty for what belongs to the class as a whole
     * @param touched what it tried to reach or to do
     */
    PrivilegedInstruction(String className, String method, String touched) {
        super("privileged instruction: " + className + (method.isEmpty() ? "" : "." + method) + " touches " + touched);
        this.className = className;
        this.method = method;
        this.touched = touched;
    }

    public String className() {
        return className;
    }

    public String method() {
        return method;
    }

    public String touched() {
        return touched;
    }
}
