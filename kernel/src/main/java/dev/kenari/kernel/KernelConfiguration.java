package dev.kenari.kernel;

/**
 * Boot parameters.
 *
 * @param hostName what uname(2) calls the node
 */
public record KernelConfiguration(String hostName) {
    public static final KernelConfiguration DEFAULT = new KernelConfiguration("kenari");
}
