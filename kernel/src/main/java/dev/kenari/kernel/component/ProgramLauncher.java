package dev.kenari.kernel.component;

import dev.kenari.abi.Errno;

/** Starts the programs that components are: what the service for processes does for the kernel. */
@FunctionalInterface
public interface ProgramLauncher {
    /**
     * Starts a program as root, with descriptor 0 for its requests, 1 for its device and 2 for the kernel's log, and tells {@code instance}
     * when it ends. Sleeps.
     *
     * @param name of the process
     * @param image an ELF executable
     * @param arguments what follows the name
     * @return how to end it
     */
    Runnable launch(ProgramInstance instance, String name, byte[] image, String... arguments) throws Errno;
}
