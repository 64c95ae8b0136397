package dev.kenari.kernel.module;

import java.security.cert.X509Certificate;
import java.util.function.Supplier;

/**
 * Whose modules the kernel takes.
 *
 * @param trusted who signs; asked when the first module is loaded
 * @param enforced Linux's {@code module.sig_enforce}. A module's code runs in the JVM with all its rights: without enforcement whoever
 *     has CAP_SYS_MODULE in the guest is the user who runs Kenari
 */
public record ModulePolicy(Supplier<X509Certificate> trusted, boolean enforced) {}
