package dev.kenari.linux;

import dev.kenari.kernel.Kernel;

/** What the personality calls: the kernel core and each service by its protocol. */
public record LinuxServices(Kernel kernel) {}
