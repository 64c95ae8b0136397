package dev.kenari.vfs;

/**
 * What stat(2) and statx(2) report.
 *
 * @param device the file system's {@link DeviceNumber}
 * @param mount the mount's number, as statx(2) and proc_pid_mountinfo(5) have it
 * @param mountRoot whether the file is the root of its mount
 */
public record Stat(Attributes attributes, long device, int mount, boolean mountRoot) {}
