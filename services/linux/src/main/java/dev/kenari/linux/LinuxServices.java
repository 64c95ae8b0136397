package dev.kenari.linux;

import dev.kenari.kernel.Kernel;
import dev.kenari.process.Processes;
import dev.kenari.process.Signals;
import dev.kenari.vfs.Channels;
import dev.kenari.vfs.Vfs;

/** What the personality calls: the kernel core and each service by its protocol. */
public record LinuxServices(Kernel kernel, Vfs vfs, Channels channels, Processes processes, Signals signals) {}
