package dev.kenari.kernel;

/**
 * Boot parameters.
 *
 * @param hostName what uname(2) calls the node
 */
public record KernelConfiguration(String hostName, CommandLine commandLine) {
    public static final KernelConfiguration DEFAULT = new KernelConfiguration("kenari", CommandLine.EMPTY);
}
