package dev.kenari.kernel.component;

import dev.kenari.abi.Errno;

/** Starts instances of a component. */
@FunctionalInterface
public interface ComponentFactory<P> {
    /**
     * A running instance. In a task; may sleep.
     *
     * @param environment all that it may reach
     * @param arguments plain values, as the component defines them
     */
    P start(Environment environment, String[] arguments) throws Errno;
}
