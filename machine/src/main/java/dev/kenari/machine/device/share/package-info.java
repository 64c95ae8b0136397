/**
 * Shared host directories: a FUSE server over one directory of the host, which nothing that a guest says leaves. Paths are walked a
 * component at a time from an open directory, never through a symbolic link (openat(2) with O_NOFOLLOW, by way of
 * {@link java.nio.file.SecureDirectoryStream}); symbolic links are text that the guest resolves in its own tree. All of it runs on one host
 * thread per board.
 */
package dev.kenari.machine.device.share;
